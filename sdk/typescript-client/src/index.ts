// Call Dream.OS, and check the webhooks that it sends.
//
// `connect` says where the server is and whose token it is called with; every operation of the API is a path below `client`, with its types;
// `done` takes what was asked for out of an answer, or throws `Refused`. `verify` opens a webhook.
export { connect, type Connection, type Options } from './connection.js';
export { done, Refused, type Problem } from './refused.js';
export type { components, operations, paths } from './generated/schema.js';
export { Forged, verify, type Webhook } from './webhooks.js';
