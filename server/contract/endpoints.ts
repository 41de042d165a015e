import { createAccount, listAccounts, scanAccount } from "./accounts";
import { createGroup, deleteGroup, listGroups, updateGroup } from "./groups";
import {
  cancelOperation,
  getOperation,
  listHolds,
  listOperations,
  startOperation,
  streamOperation,
} from "./operations";
import { getOverview } from "./overview";
import { createPlan, getPlan } from "./plans";
import { getResource, listResources } from "./resources";
import { healthz, listAudit, me, readyz, setup } from "./system";

/** Every endpoint of the wire. */
export const endpoints = {
  cancelOperation,
  createAccount,
  createGroup,
  createPlan,
  deleteGroup,
  getOperation,
  getOverview,
  getPlan,
  getResource,
  healthz,
  listAccounts,
  listAudit,
  listGroups,
  listHolds,
  listOperations,
  listResources,
  me,
  readyz,
  scanAccount,
  setup,
  startOperation,
  streamOperation,
  updateGroup,
} as const;
