// The packages that Guichet has loaded once it listens, for bots that are compared with it.
import '@microsoft/teams-ai';
import 'botbuilder';
import 'botbuilder-dialogs';
import 'keyv';
import 'kysely';
import 'kysely/migration';
import 'node:sqlite';
import 'nodemailer';
import 'pino';
import 'prom-client';
import 'restify';
import 'yaml';
import 'zod';
