import { createAccount, listAccounts, scanAccount } from "./accounts";
import { createGroup, deleteGroup, listGroups, updateGroup } from "./groups";
import { endHold, getHold, listHolds } from "./holds";
import { getPolicy, listKinds } from "./kinds";
import { listNotices } from "./notices";
import {
  cancelOperation,
  continueOperation,
  getOperation,
  listOperations,
  retryOperation,
  startOperation,
  streamOperation,
  undoOperation,
} from "./operations";
import { getOverview } from "./overview";
import { approvePlan, createPlan, getPlan, planFollowUp } from "./plans";
import { listQueue, tryNow } from "./queue";
import { reportOperation } from "./report";
import { getResource, listResources } from "./resources";
import { getSavings, listSavingsEntries } from "./savings";
import { getSettings, updateSettings } from "./settings";
import { healthz, listAudit, me, readyz, setup } from "./system";
import { deleteTerraformState, importTerraformState, listTerraformStates } from "./terraform";

/** Every endpoint of the wire. */
export const endpoints = {
  approvePlan,
  cancelOperation,
  continueOperation,
  createAccount,
  createGroup,
  createPlan,
  deleteGroup,
  deleteTerraformState,
  endHold,
  getHold,
  getOperation,
  getOverview,
  getPlan,
  getPolicy,
  getResource,
  getSavings,
  getSettings,
  healthz,
  importTerraformState,
  listAccounts,
  listAudit,
  listGroups,
  listHolds,
  listKinds,
  listNotices,
  listOperations,
  listQueue,
  listResources,
  listSavingsEntries,
  listTerraformStates,
  me,
  planFollowUp,
  readyz,
  reportOperation,
  retryOperation,
  scanAccount,
  setup,
  startOperation,
  streamOperation,
  tryNow,
  undoOperation,
  updateGroup,
  updateSettings,
} as const;
