import { createAccount, listAccounts, scanAccount } from "./accounts";
import { createBudget, deleteBudget, listBudgets, updateBudget } from "./budgets";
import { getCosts } from "./costs";
import { getEstimates } from "./estimates";
import { exportCosts, exportSavings } from "./exports";
import { createGroup, deleteGroup, listGroups, updateGroup } from "./groups";
import { endHold, getHold, listHolds } from "./holds";
import { getPolicy, listKinds } from "./kinds";
import { exportLogs, listLogExports } from "./log-exports";
import { listNotices } from "./notices";
import { getOperationSavings } from "./operation-savings";
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
import { getOutlook, listAnomalies, markAnomaly } from "./outlook";
import { getOverview } from "./overview";
import { approvePlan, createPlan, getPlan, planFollowUp } from "./plans";
import { getPrices } from "./prices";
import { listQueue, tryNow } from "./queue";
import { listRecommendations } from "./recommendations";
import { reportOperation } from "./report";
import { getResource, listResources } from "./resources";
import { getReconciliation, getSavings, listSavingsEntries } from "./savings";
import { getSettings, updateSettings } from "./settings";
import { healthz, listAudit, me, readyz, setup } from "./system";
import { deleteTerraformState, importTerraformState, listTerraformStates } from "./terraform";
import { whatIf } from "./what-if";

/** Every endpoint of the wire. */
export const endpoints = {
  approvePlan,
  cancelOperation,
  continueOperation,
  createAccount,
  createBudget,
  createGroup,
  createPlan,
  deleteBudget,
  deleteGroup,
  deleteTerraformState,
  endHold,
  exportCosts,
  exportLogs,
  exportSavings,
  getCosts,
  getEstimates,
  getHold,
  getOperation,
  getOperationSavings,
  getOutlook,
  getOverview,
  getPlan,
  getPolicy,
  getPrices,
  getReconciliation,
  getResource,
  getSavings,
  getSettings,
  healthz,
  importTerraformState,
  listAccounts,
  listAnomalies,
  listAudit,
  listBudgets,
  listGroups,
  listHolds,
  listKinds,
  listLogExports,
  listNotices,
  listOperations,
  listQueue,
  listRecommendations,
  listResources,
  listSavingsEntries,
  listTerraformStates,
  markAnomaly,
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
  updateBudget,
  updateGroup,
  updateSettings,
  whatIf,
} as const;
