/** A resource, or a part of one, as JSON has it. */
export type Resource = { readonly [attribute: string]: unknown };

/** The parts of an attribute's path (RFC 7644, 3.10): `urn:…:User:emails[type eq "work"].value`. */
export type Path = { readonly schema: string | undefined; readonly name: string; readonly type: string | undefined; readonly sub: string | undefined };

const form = /^(?:(urn:[\w.:-]+):)?([a-z$][\w$-]*)(?:\[type eq "([^"\\]+)"\])?(?:\.([a-z$][\w$-]*))?$/i;

/** Takes a path apart. */
export function partsOf(path: string): Path {
  const [, schema, name = '', type, sub] = form.exec(path) ?? [];
  return { schema, name, type, sub };
}

/** Attributes with several values, of which one is meant: the kind that is taken first, and written where there is none yet. */
const kinds: Readonly<Record<string, string>> = { emails: 'work', phonenumbers: 'mobile' };

export const isResource = (value: unknown): value is Resource => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is under a name. Attributes and schemas are the same in any case (RFC 7643, 2.1). */
export const inside = (within: unknown, name: string): unknown => {
  if (!isResource(within)) return undefined;
  const key = Object.keys(within).find((own) => own.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : within[key];
};

/** The text at a path; null where there is none. Of several values the one of the path's type, else the usual one, else the primary or first. */
export function textAt(resource: Resource, path: string): string | null {
  const { schema, name, type, sub } = partsOf(path);
  const value = inside(schema === undefined ? resource : inside(resource, schema), name);
  const one = Array.isArray(value) ? oneOf(value.filter(isResource), name, type) : value;
  const text = isResource(one) ? inside(one, sub ?? 'value') : one;
  return typeof text === 'string' && text.trim() !== '' ? text : typeof text === 'number' ? String(text) : null;
}

function oneOf(values: readonly Resource[], name: string, type: string | undefined): Resource | undefined {
  const ofType = (wanted: string | undefined) => values.find((value) => wanted !== undefined && String(inside(value, 'type')).toLowerCase() === wanted);
  if (type !== undefined) return ofType(type.toLowerCase());
  const primary = values.find((value) => inside(value, 'primary') === true);
  return (name.toLowerCase() === 'emails' ? primary : ofType(kinds[name.toLowerCase()])) ?? primary ?? values[0];
}

/** The values of an attribute that can have several, such as members or groups; undefined where the resource has no such attribute. */
export function valuesAt(resource: Resource, name: string): readonly Resource[] | undefined {
  const value = inside(resource, name);
  return Array.isArray(value) ? value.filter(isResource) : undefined;
}

/** A copy with a text at a path, and the schema that the path names among its schemas. */
export function withText(resource: Resource, path: string, text: string): Resource {
  const { schema, name, type, sub } = partsOf(path);
  if (schema !== undefined) {
    const schemas = [...new Set([...(Array.isArray(resource.schemas) ? resource.schemas : []), schema])];
    const extension = inside(resource, schema);
    return { ...resource, schemas, [schema]: withText(isResource(extension) ? extension : {}, path.slice(schema.length + 1), text) };
  }
  const kind = type ?? kinds[name.toLowerCase()];
  if (kind !== undefined) {
    const others = (valuesAt(resource, name) ?? []).filter((value) => inside(value, 'type') !== kind);
    return { ...resource, [name]: [...others, { [sub ?? 'value']: text, type: kind, ...(others.length === 0 && { primary: true }) }] };
  }
  if (sub === undefined) return { ...resource, [name]: text };
  const before = inside(resource, name);
  return { ...resource, [name]: { ...(isResource(before) ? before : {}), [sub]: text } };
}

/** The path as a filter names it: a type does not belong there, as few services read it. Several values are compared by `value`. */
export function filtered(path: string): string {
  const { schema, name, type, sub } = partsOf(path);
  const several = type !== undefined || kinds[name.toLowerCase()] !== undefined;
  return `${schema === undefined ? '' : `${schema}:`}${name}${sub !== undefined || several ? `.${sub ?? 'value'}` : ''}`;
}

/** A value in a filter: a JSON string, which nothing within can end (RFC 7644, 3.4.2.2). */
export const equal = (path: string, value: string): string => `${path} eq ${JSON.stringify(value)}`;

/** Any of these values. */
export const anyOf = (path: string, values: readonly string[]): string => values.map((value) => equal(path, value)).join(' or ');

/** The beginning of a value, likewise. */
export const beginning = (path: string, value: string): string => `${path} sw ${JSON.stringify(value)}`;
