import type { Visitor } from '../../../core/foundation/actor.ts';
import type { Company } from '../../../core/foundation/company.ts';
import type { Refusal } from '../../../core/foundation/outcome.ts';
import type { Core } from '../../../core/index.ts';
import type { Holder } from '../../../core/organisations/index.ts';
import { answered } from '../answered.ts';
import { unknownLinkPage } from '../deadLinkPage.ts';
import type { Form } from '../form.ts';
import { inLanguage } from '../layout.ts';
import { type PostedDependencies, posted } from '../posted.ts';
import { page, type Reply, seeOther } from '../reply.ts';
import { frameOf, type Route, type Visit } from '../visit.ts';
import {
  organisationAbroadPage,
  organisationCreatedPage,
  organisationDeadPage,
  organisationDomicilePage,
  organisationProofPage,
  organisationSiretPage,
} from './organisationPage.ts';

/** What the organisation's pages lean on. */
export type OrganisationDependencies = PostedDependencies & Pick<Core, 'organisations'>;

/** The routes of an organisation's creation on the web: the proof of OU-1, then the same steps as in chat, behind a link that the proof gave. */
export function organisationRoutes(dependencies: OrganisationDependencies): { readonly [route in 'show' | 'submit']: Route } {
  const { csrf, clock, ipOf } = dependencies;
  const { create, proof } = dependencies.organisations;

  const holderOf = (visit: Visit, visitor: Visitor): Holder => ({ portal: visit.portalId, secret: visit.secret, visitor });

  /** The proof's page, or the step at which the draft stands. */
  const draw = async (
    visit: Visit,
    holder: Holder,
    how: { refusals?: readonly Refusal[]; typed?: Form; company?: Company; choose?: boolean } = {},
  ): Promise<Reply> => {
    const { refusals = [], typed = {}, company } = how;
    const token = csrf.token(visit.secret, clock());
    const held = visit.secret === '' ? undefined : await create.look(holder);
    if (held) {
      const frame = frameOf(visit, held.locale);
      if (held.completed) return page(200, organisationCreatedPage(frame, held));
      const { portal, draft } = held;
      const shown = { portal, csrf: token, refusals, draft };
      if (how.choose || draft.domicile === '') return answered(refusals, organisationDomicilePage(frame, shown));
      return answered(refusals, draft.domicile === 'france' ? organisationSiretPage(frame, { ...shown, company }) : organisationAbroadPage(frame, shown));
    }
    const opened = await proof.open(visit.portalId, visit.secret);
    if (opened.state === 'unknown') return page(404, unknownLinkPage(frameOf(visit)));
    const frame = frameOf(visit, opened.locale);
    if (opened.state !== 'open') return page(410, organisationDeadPage(frame, opened.state));
    return answered(refusals, organisationProofPage(frame, { portal: opened.portal, csrf: token, refusals, typed, asker: opened.asker }));
  };

  const again = (visit: Visit, visitor: Visitor): Reply => seeOther(inLanguage(visit.path, visitor.locale));

  return {
    show: (visit) => draw(visit, holderOf(visit, { ip: ipOf(visit.request), locale: visit.asked ?? visit.preferred })),

    submit: posted(dependencies, async (visit, form, visitor) => {
      const holder = holderOf(visit, visitor);
      const held = visit.secret === '' ? undefined : await create.look(holder);
      if (!held) {
        const { email = '', password = '' } = form;
        const proven = await proof.prove(visit.portalId, visit.secret, { email, password }, visitor);
        if (!proven.ok) return await draw(visit, holder, { refusals: proven.refusals, typed: form });
        return seeOther(inLanguage(`/p/${encodeURIComponent(visit.portalId)}/organisation/${proven.value.secret}`, visitor.locale));
      }
      const { domicile, siret, name, country, street, postalCode, city } = form;
      const typed = { siret, name, country, street, postalCode, city };
      const chosen = domicile === 'france' || domicile === 'abroad' ? domicile : undefined;
      const given = Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== undefined));
      const entered = await create.enter(holder, { ...given, ...(chosen && { domicile: chosen }) });
      if (!entered.ok) return await draw(visit, holder, { refusals: entered.refusals });
      switch (form.press) {
        case 'back':
          return await draw(visit, holder, { choose: true });
        case 'search': {
          const found = await create.find(holder);
          return await draw(visit, holder, found.ok ? { company: found.value } : { refusals: found.refusals });
        }
        case 'create': {
          const made = await create.create(holder);
          return made.ok ? again(visit, visitor) : await draw(visit, holder, { refusals: made.refusals });
        }
        case 'domicile':
          return chosen ? again(visit, visitor) : await draw(visit, holder, { choose: true, refusals: [{ key: 'field.required', field: 'domicile' }] });
        default:
          return again(visit, visitor);
      }
    }),
  };
}
