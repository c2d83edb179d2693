import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A program that runs beside the others. */
export type Program = { readonly name: string; readonly child: ChildProcess; readonly ended: Promise<string> };

const preload = new URL('./preload.ts', import.meta.url).href;
/** Programs get this long to end by themselves; a turn of the bot's may take ten seconds. */
const patience = 12_000;

/** Starts a script of Node's. In a process group of its own, so that Ctrl-C reaches it through us only, and once. */
export function startProgram(name: string, script: URL | string, args: readonly string[], env: Readonly<Record<string, string>>, heard: boolean): Program {
  const path = script instanceof URL ? fileURLToPath(script) : script;
  const child = spawn(process.execPath, ['--import', preload, path, ...args], {
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', heard ? 'inherit' : 'ignore', heard ? 'inherit' : 'pipe', 'ipc'],
  });
  let last = '';
  child.stderr?.on('data', (data: Buffer) => {
    last = (last + data.toString()).slice(-2_000);
  });
  const ended = once(child, 'exit').then(([code, signal]) => `${name} ended (${signal ?? `code ${code}`}). ${last}`.trim());
  return { name, child, ended };
}

/** Ends programs, kindly first; afterwards none of them runs. */
export async function endPrograms(programs: readonly Program[]): Promise<void> {
  for (const { child } of programs) child.kill('SIGTERM');
  const late = setTimeout(() => {
    for (const { child } of programs) child.kill('SIGKILL');
  }, patience);
  await Promise.all(programs.map(({ ended }) => ended));
  clearTimeout(late);
}

/** Waits until a page answers 200, at most half a minute. */
export async function answering(url: string): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`${url} does not answer.`);
}
