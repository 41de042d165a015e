import type { UseCases } from "../http/app";
import { approvePlan } from "../usecases/approve-plan";
import { cancelOperation } from "../usecases/cancel-operation";
import { continueOperation } from "../usecases/continue-operation";
import { createAccount } from "../usecases/create-account";
import { createBudget } from "../usecases/create-budget";
import { createGroup } from "../usecases/create-group";
import { createPlan } from "../usecases/create-plan";
import { deleteBudget } from "../usecases/delete-budget";
import { deleteGroup } from "../usecases/delete-group";
import { deleteTerraformState } from "../usecases/delete-terraform-state";
import type { Deps } from "../usecases/deps";
import { endHold } from "../usecases/end-hold";
import { exportCosts } from "../usecases/export-costs";
import { exportLogs } from "../usecases/export-logs";
import { exportSavings } from "../usecases/export-savings";
import { getCosts } from "../usecases/get-costs";
import { getEstimates } from "../usecases/get-estimates";
import { getHold } from "../usecases/get-hold";
import { getOperation } from "../usecases/get-operation";
import { getOperationSavings } from "../usecases/get-operation-savings";
import { getOutlook } from "../usecases/get-outlook";
import { getOverview } from "../usecases/get-overview";
import { getPlan } from "../usecases/get-plan";
import { getPolicy } from "../usecases/get-policy";
import { getPrices } from "../usecases/get-prices";
import { getReconciliation } from "../usecases/get-reconciliation";
import { getResource } from "../usecases/get-resource";
import { getSavings } from "../usecases/get-savings";
import { getSettings } from "../usecases/get-settings";
import { importTerraformState } from "../usecases/import-terraform-state";
import { listAccounts } from "../usecases/list-accounts";
import { listAnomalies } from "../usecases/list-anomalies";
import { listAudit } from "../usecases/list-audit";
import { listBudgets } from "../usecases/list-budgets";
import { listGroups } from "../usecases/list-groups";
import { listHolds } from "../usecases/list-holds";
import { listKinds } from "../usecases/list-kinds";
import { listLogExports } from "../usecases/list-log-exports";
import { listNotices } from "../usecases/list-notices";
import { listOperations } from "../usecases/list-operations";
import { listQueue } from "../usecases/list-queue";
import { listRecommendations } from "../usecases/list-recommendations";
import { listResources } from "../usecases/list-resources";
import { listSavingsEntries } from "../usecases/list-savings-entries";
import { listTerraformStates } from "../usecases/list-terraform-states";
import { markAnomaly } from "../usecases/mark-anomaly";
import { planFollowUp } from "../usecases/plan-follow-up";
import { readyz } from "../usecases/readyz";
import { reportOperation } from "../usecases/report-operation";
import { retryOperation } from "../usecases/retry-operation";
import { scanAccount } from "../usecases/scan-account";
import { startOperation } from "../usecases/start-operation";
import { streamOperation } from "../usecases/stream-operation";
import { tryNow } from "../usecases/try-now";
import { undoOperation } from "../usecases/undo-operation";
import { updateBudget } from "../usecases/update-budget";
import { updateGroup } from "../usecases/update-group";
import { updateSettings } from "../usecases/update-settings";
import { whatIf } from "../usecases/what-if";

/** Every use case with what it works with. */
export function bindUseCases(deps: Deps): UseCases {
  return {
    approvePlan: (ctx, input) => approvePlan(deps, ctx, input),
    cancelOperation: (ctx, input) => cancelOperation(deps, ctx, input),
    continueOperation: (ctx, input) => continueOperation(deps, ctx, input),
    createAccount: (ctx, input) => createAccount(deps, ctx, input),
    createBudget: (ctx, input) => createBudget(deps, ctx, input),
    createGroup: (ctx, input) => createGroup(deps, ctx, input),
    createPlan: (ctx, input) => createPlan(deps, ctx, input),
    deleteBudget: (ctx, input) => deleteBudget(deps, ctx, input),
    deleteGroup: (ctx, input) => deleteGroup(deps, ctx, input),
    deleteTerraformState: (ctx, input) => deleteTerraformState(deps, ctx, input),
    endHold: (ctx, input) => endHold(deps, ctx, input),
    exportCosts: (ctx, input) => exportCosts(deps, ctx, input),
    exportLogs: (ctx, input) => exportLogs(deps, ctx, input),
    exportSavings: (ctx, input) => exportSavings(deps, ctx, input),
    getCosts: (ctx, input) => getCosts(deps, ctx, input),
    getEstimates: (ctx, input) => getEstimates(deps, ctx, input),
    getHold: (ctx, input) => getHold(deps, ctx, input),
    getOperationSavings: (ctx, input) => getOperationSavings(deps, ctx, input),
    getOperation: (ctx, input) => getOperation(deps, ctx, input),
    getOutlook: (ctx, input) => getOutlook(deps, ctx, input),
    getOverview: (ctx, input) => getOverview(deps, ctx, input),
    getPlan: (ctx, input) => getPlan(deps, ctx, input),
    getPolicy: (ctx, input) => getPolicy(deps, ctx, input),
    getPrices: (ctx, input) => getPrices(deps, ctx, input),
    getReconciliation: (ctx, input) => getReconciliation(deps, ctx, input),
    getResource: (ctx, input) => getResource(deps, ctx, input),
    getSavings: (ctx, input) => getSavings(deps, ctx, input),
    getSettings: (ctx) => getSettings(deps, ctx),
    importTerraformState: (ctx, input) => importTerraformState(deps, ctx, input),
    listAccounts: (ctx) => listAccounts(deps, ctx),
    listAnomalies: (ctx, input) => listAnomalies(deps, ctx, input),
    listAudit: (ctx, input) => listAudit(deps, ctx, input),
    listBudgets: (ctx) => listBudgets(deps, ctx),
    listGroups: (ctx) => listGroups(deps, ctx),
    listHolds: (ctx, input) => listHolds(deps, ctx, input),
    listKinds: (ctx) => listKinds(deps, ctx),
    listLogExports: (ctx, input) => listLogExports(deps, ctx, input),
    listNotices: (ctx, input) => listNotices(deps, ctx, input),
    listOperations: (ctx, input) => listOperations(deps, ctx, input),
    listQueue: (ctx) => listQueue(deps, ctx),
    listRecommendations: (ctx, input) => listRecommendations(deps, ctx, input),
    listResources: (ctx, input) => listResources(deps, ctx, input),
    listSavingsEntries: (ctx, input) => listSavingsEntries(deps, ctx, input),
    listTerraformStates: (ctx) => listTerraformStates(deps, ctx),
    markAnomaly: (ctx, input) => markAnomaly(deps, ctx, input),
    planFollowUp: (ctx, input) => planFollowUp(deps, ctx, input),
    readyz: (ctx) => readyz(deps, ctx),
    reportOperation: (ctx, input) => reportOperation(deps, ctx, input),
    retryOperation: (ctx, input) => retryOperation(deps, ctx, input),
    scanAccount: (ctx, input) => scanAccount(deps, ctx, input),
    startOperation: (ctx, input) => startOperation(deps, ctx, input),
    streamOperation: (ctx, input) => streamOperation(deps, ctx, input),
    tryNow: (ctx, input) => tryNow(deps, ctx, input),
    undoOperation: (ctx, input) => undoOperation(deps, ctx, input),
    updateBudget: (ctx, input) => updateBudget(deps, ctx, input),
    updateGroup: (ctx, input) => updateGroup(deps, ctx, input),
    updateSettings: (ctx, input) => updateSettings(deps, ctx, input),
    whatIf: (ctx, input) => whatIf(deps, ctx, input),
  };
}
