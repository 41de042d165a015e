import { createAccount, listAccounts, scanAccount } from "./accounts";
import { createGroup, deleteGroup, listGroups, updateGroup } from "./groups";
import { endHold } from "./holds";
import { listNotices } from "./notices";
import {
  cancelOperation,
  continueOperation,
  getOperation,
  listHolds,
  listOperations,
  retryOperation,
  startOperation,
  streamOperation,
  undoOperation,
} from "./operations";
import { getOverview } from "./overview";
import { approvePlan, createPlan, getPlan, planFollowUp } from "./plans";
import { listQueue, tryNow } from "./queue";
import { getResource, listResources } from "./resources";
import { getSettings, updateSettings } from "./settings";
import { healthz, listAudit, me, readyz, setup } from "./system";

/** Every endpoint of the wire. */
export const endpoints = {
  approvePlan,
  cancelOperation,
  continueOperation,
  createAccount,
  createGroup,
  createPlan,
  deleteGroup,
  endHold,
  getOperation,
  getOverview,
  getPlan,
  getResource,
  getSettings,
  healthz,
  listAccounts,
  listAudit,
  listGroups,
  listHolds,
  listNotices,
  listOperations,
  listQueue,
  listResources,
  me,
  planFollowUp,
  readyz,
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
