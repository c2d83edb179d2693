import { z } from 'zod';
import { portalSchema } from './schema.ts';

/** The JSON Schema of a profile as written, for editors. Kept in core/portals/portal.schema.json. */
export const portalJsonSchema = (): string => `${JSON.stringify(z.toJSONSchema(portalSchema, { io: 'input', reused: 'ref' }), undefined, 2)}\n`;
