import type { endpoints } from "@/server/contract/endpoints";
import type { sessionEndpoints } from "@/server/contract/session";

export type WireEndpoints = typeof endpoints & typeof sessionEndpoints;
export type EndpointId = keyof WireEndpoints;

/**
 * Method and path of each endpoint, as the browser needs them. The descriptors of server/contract say the same and
 * more, but importing them would bring zod along (23 KiB gzipped); endpoint-table.test.ts proves that the two agree.
 */
export const endpointTable: Readonly<Record<EndpointId, readonly [method: string, path: string]>> = {
  cancelOperation: ["POST", "/operations/{id}/cancel"],
  createAccount: ["POST", "/accounts"],
  createGroup: ["POST", "/groups"],
  createPlan: ["POST", "/plans"],
  deleteGroup: ["DELETE", "/groups/{id}"],
  getOperation: ["GET", "/operations/{id}"],
  getOverview: ["GET", "/overview"],
  getPlan: ["GET", "/plans/{id}"],
  getResource: ["GET", "/resources/{id}"],
  healthz: ["GET", "/healthz"],
  listAccounts: ["GET", "/accounts"],
  listAudit: ["GET", "/audit"],
  listGroups: ["GET", "/groups"],
  listHolds: ["GET", "/holds"],
  listOperations: ["GET", "/operations"],
  listResources: ["GET", "/resources"],
  me: ["GET", "/me"],
  readyz: ["GET", "/readyz"],
  scanAccount: ["POST", "/accounts/{id}/scan"],
  setup: ["POST", "/setup"],
  signIn: ["POST", "/sign-in"],
  signOut: ["POST", "/sign-out"],
  startOperation: ["POST", "/operations"],
  streamOperation: ["GET", "/operations/{id}/events"],
  updateGroup: ["PATCH", "/groups/{id}"],
};
