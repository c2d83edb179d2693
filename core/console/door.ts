import type { Dependencies } from '../dependencies.ts';
import { meetOutside } from '../directory/index.ts';
import { visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Locale, LocalisedText } from '../foundation/i18n.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { type Arriving, createRelyingParty, type Flow, knownBy, type Sent, takeTry } from '../identities/index.ts';
import type { OutsideIdentity } from '../ports.ts';
import type { Operators } from './operators.ts';
import { type ConsoleProvider, isProven, rolesAt } from './providers.ts';
import { beginConsoleSession, consoleItself, endConsoleSession, findConsoleSession } from './sessions.ts';

/** A browser that came back from a provider: the cookie that it brought, and the answer. */
type Back = { readonly cookie: string | undefined; readonly query: URLSearchParams };

/** Signing in to the console at the OpenID providers that its file names (OPS-1). */
export type ConsoleDoor = {
  readonly providers: readonly { readonly id: string; readonly label: LocalisedText }[];
  /** Where to send the browser. Refuses with `identity.none` where there is no such provider, or as `IdentityProviders`. */
  begin(provider: string, locale: Locale): Promise<Outcome<Sent>>;
  /**
   * Opens a session, and returns the secret for its cookie, and what the browser is known by from now on. Refuses as `RelyingParty`, with `identity.wait`
   * after too many failures from one network, unless the browser has come in before, `console.noRole` whom the file gives none, and `console.noFactor`
   * where the provider did not say what the file asks of it.
   */
  finish(provider: string, back: Back, arriving: Arriving): Promise<Outcome<{ readonly secret: string; readonly known: string }>>;
};

/** Creates it. */
export function createConsoleDoor(dependencies: Dependencies, { openid }: Operators): ConsoleDoor {
  const { db, clock, publicUrl } = dependencies;
  const relyingParty = createRelyingParty(dependencies);
  const flowOf = (provider: string): Flow => ({ about: `console:${provider}`, redirectUri: `${publicUrl}/console/signin/${provider}/callback` });
  const providerOf = (id: string): ConsoleProvider | undefined => openid.find((one) => one.id === id);

  const open = async (provider: ConsoleProvider, identity: OutsideIdentity, { agent, before, ...visitor }: Arriving): ReturnType<ConsoleDoor['finish']> => {
    const record = { action: 'console.signIn', portal: '', detail: { by: `openid:${provider.id}` } };
    const held = rolesAt(provider, identity);
    const why = held.length === 0 ? 'console.noRole' : !isProven(provider, identity) ? 'console.noFactor' : undefined;
    if (why !== undefined) {
      await audit(db, { ...record, at: clock(), actor: visiting(visitor), subject: `none::openid:${provider.id}`, outcome: why });
      return refuse({ key: why, params: { subject: identity.subject } });
    }
    return await db.transaction().execute(async (tx) => {
      const now = clock();
      const old = before === undefined ? undefined : await findConsoleSession(tx, before, now);
      if (old) await endConsoleSession(tx, old.person, old.id, now);
      const person = await meetOutside(tx, identity, visitor.locale, now);
      const { secret, ended } = await beginConsoleSession(tx, { person, provider: provider.id, identity, agent, ip: visitor.ip, now });
      const detail = { ...record.detail, ...(ended > 0 && { ended }) };
      await audit(tx, { ...record, at: now, actor: { ...visiting(visitor), person }, subject: person, outcome: 'ok', detail });
      return accept({ secret, known: knownBy(dependencies, { at: consoleItself, provider: provider.id }) });
    });
  };

  return {
    providers: openid.map(({ id, label }) => ({ id, label })),

    begin: async (id, locale) => {
      const provider = providerOf(id);
      return provider ? await relyingParty.begin(provider, flowOf(id), { carries: '', fresh: false, locale }) : refuse({ key: 'identity.none' });
    },

    finish: async (id, { cookie, query }, arriving) => {
      const provider = providerOf(id);
      if (!provider) return refuse({ key: 'identity.none' });
      if (relyingParty.carried(flowOf(id), cookie) === undefined) return refuse({ key: 'identity.lost' });
      const taken = await takeTry(dependencies, { at: consoleItself, provider: id, ip: arriving.ip, known: arriving.known });
      if (!taken) return refuse({ key: 'identity.wait' });
      const identity = await relyingParty.finish(provider, flowOf(id), { cookie, query });
      await taken.settle(identity);
      if (identity.ok) return await open(provider, identity.value, arriving);
      const record = { at: clock(), actor: visiting(arriving), action: 'console.signIn', portal: '', subject: `none::openid:${id}` };
      await audit(db, { ...record, outcome: identity.refusals[0].key, detail: { by: `openid:${id}` } });
      return identity;
    },
  };
}
