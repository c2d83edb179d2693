/** Browsers by what their `User-Agent` says; the first that fits, as most claim to be several. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bTeams\//, 'Teams'],
  [/\bEdgA?(?:iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** A short label of a browser, for its owner to know a session by: «Firefox · Windows». Made of our own words only; empty where none fits. */
export function agentLabel(userAgent: string | undefined): string {
  const first = (known: typeof browsers) => known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  return [first(browsers), first(systems)].filter((word) => word !== undefined).join(' · ');
}
