import type { endpoints } from "@/server/contract/endpoints";
import type { sessionEndpoints } from "@/server/contract/session";

export type WireEndpoints = typeof endpoints & typeof sessionEndpoints;
export type EndpointId = keyof WireEndpoints;

/**
 * Method and path of each endpoint, as the browser needs them. The descriptors of server/contract say the same and
 * more, but importing them would bring zod along (23 KiB gzipped); endpoint-table.test.ts proves that the two agree.
 */
export const endpointTable: Readonly<Record<EndpointId, readonly [method: string, path: string]>> = {
  approvePlan: ["POST", "/plans/{id}/approve"],
  cancelOperation: ["POST", "/operations/{id}/cancel"],
  continueOperation: ["POST", "/operations/{id}/continue"],
  createAccount: ["POST", "/accounts"],
  createGroup: ["POST", "/groups"],
  createPlan: ["POST", "/plans"],
  deleteGroup: ["DELETE", "/groups/{id}"],
  deleteTerraformState: ["DELETE", "/terraform-states/{id}"],
  endHold: ["POST", "/holds/{id}/end"],
  getHold: ["GET", "/holds/{id}"],
  getOperation: ["GET", "/operations/{id}"],
  getOverview: ["GET", "/overview"],
  getPlan: ["GET", "/plans/{id}"],
  getPolicy: ["GET", "/policies/{name}"],
  getResource: ["GET", "/resources/{id}"],
  getSavings: ["GET", "/savings"],
  getSettings: ["GET", "/settings"],
  healthz: ["GET", "/healthz"],
  importTerraformState: ["POST", "/terraform-states"],
  listAccounts: ["GET", "/accounts"],
  listAudit: ["GET", "/audit"],
  listGroups: ["GET", "/groups"],
  listHolds: ["GET", "/holds"],
  listKinds: ["GET", "/kinds"],
  listNotices: ["GET", "/notices"],
  listOperations: ["GET", "/operations"],
  listQueue: ["GET", "/queue"],
  listResources: ["GET", "/resources"],
  listSavingsEntries: ["GET", "/savings/entries"],
  listTerraformStates: ["GET", "/terraform-states"],
  me: ["GET", "/me"],
  planFollowUp: ["POST", "/operations/{id}/plan"],
  readyz: ["GET", "/readyz"],
  reportOperation: ["GET", "/operations/{id}/report"],
  retryOperation: ["POST", "/operations/{id}/retry"],
  scanAccount: ["POST", "/accounts/{id}/scan"],
  setup: ["POST", "/setup"],
  signIn: ["POST", "/sign-in"],
  signOut: ["POST", "/sign-out"],
  startOperation: ["POST", "/operations"],
  streamOperation: ["GET", "/operations/{id}/events"],
  tryNow: ["POST", "/queue/{id}/try"],
  undoOperation: ["POST", "/operations/{id}/undo"],
  updateGroup: ["PATCH", "/groups/{id}"],
  updateSettings: ["PATCH", "/settings"],
};
