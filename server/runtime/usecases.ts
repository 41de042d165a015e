import type { UseCases } from "../http/app";
import { approvePlan } from "../usecases/approve-plan";
import { cancelOperation } from "../usecases/cancel-operation";
import { continueOperation } from "../usecases/continue-operation";
import { createAccount } from "../usecases/create-account";
import { createGroup } from "../usecases/create-group";
import { createPlan } from "../usecases/create-plan";
import { deleteGroup } from "../usecases/delete-group";
import { deleteTerraformState } from "../usecases/delete-terraform-state";
import type { Deps } from "../usecases/deps";
import { endHold } from "../usecases/end-hold";
import { getHold } from "../usecases/get-hold";
import { getOperation } from "../usecases/get-operation";
import { getOverview } from "../usecases/get-overview";
import { getPlan } from "../usecases/get-plan";
import { getPolicy } from "../usecases/get-policy";
import { getResource } from "../usecases/get-resource";
import { getSavings } from "../usecases/get-savings";
import { getSettings } from "../usecases/get-settings";
import { importTerraformState } from "../usecases/import-terraform-state";
import { listAccounts } from "../usecases/list-accounts";
import { listAudit } from "../usecases/list-audit";
import { listGroups } from "../usecases/list-groups";
import { listHolds } from "../usecases/list-holds";
import { listKinds } from "../usecases/list-kinds";
import { listNotices } from "../usecases/list-notices";
import { listOperations } from "../usecases/list-operations";
import { listQueue } from "../usecases/list-queue";
import { listResources } from "../usecases/list-resources";
import { listSavingsEntries } from "../usecases/list-savings-entries";
import { listTerraformStates } from "../usecases/list-terraform-states";
import { planFollowUp } from "../usecases/plan-follow-up";
import { readyz } from "../usecases/readyz";
import { reportOperation } from "../usecases/report-operation";
import { retryOperation } from "../usecases/retry-operation";
import { scanAccount } from "../usecases/scan-account";
import { startOperation } from "../usecases/start-operation";
import { streamOperation } from "../usecases/stream-operation";
import { tryNow } from "../usecases/try-now";
import { undoOperation } from "../usecases/undo-operation";
import { updateGroup } from "../usecases/update-group";
import { updateSettings } from "../usecases/update-settings";

/** Every use case with what it works with. */
export function bindUseCases(deps: Deps): UseCases {
  return {
    approvePlan: (ctx, input) => approvePlan(deps, ctx, input),
    cancelOperation: (ctx, input) => cancelOperation(deps, ctx, input),
    continueOperation: (ctx, input) => continueOperation(deps, ctx, input),
    createAccount: (ctx, input) => createAccount(deps, ctx, input),
    createGroup: (ctx, input) => createGroup(deps, ctx, input),
    createPlan: (ctx, input) => createPlan(deps, ctx, input),
    deleteGroup: (ctx, input) => deleteGroup(deps, ctx, input),
    deleteTerraformState: (ctx, input) => deleteTerraformState(deps, ctx, input),
    endHold: (ctx, input) => endHold(deps, ctx, input),
    getHold: (ctx, input) => getHold(deps, ctx, input),
    getOperation: (ctx, input) => getOperation(deps, ctx, input),
    getOverview: (ctx, input) => getOverview(deps, ctx, input),
    getPlan: (ctx, input) => getPlan(deps, ctx, input),
    getPolicy: (ctx, input) => getPolicy(deps, ctx, input),
    getResource: (ctx, input) => getResource(deps, ctx, input),
    getSavings: (ctx, input) => getSavings(deps, ctx, input),
    getSettings: (ctx) => getSettings(deps, ctx),
    importTerraformState: (ctx, input) => importTerraformState(deps, ctx, input),
    listAccounts: (ctx) => listAccounts(deps, ctx),
    listAudit: (ctx, input) => listAudit(deps, ctx, input),
    listGroups: (ctx) => listGroups(deps, ctx),
    listHolds: (ctx, input) => listHolds(deps, ctx, input),
    listKinds: (ctx) => listKinds(deps, ctx),
    listNotices: (ctx, input) => listNotices(deps, ctx, input),
    listOperations: (ctx, input) => listOperations(deps, ctx, input),
    listQueue: (ctx) => listQueue(deps, ctx),
    listResources: (ctx, input) => listResources(deps, ctx, input),
    listSavingsEntries: (ctx, input) => listSavingsEntries(deps, ctx, input),
    listTerraformStates: (ctx) => listTerraformStates(deps, ctx),
    planFollowUp: (ctx, input) => planFollowUp(deps, ctx, input),
    readyz: (ctx) => readyz(deps, ctx),
    reportOperation: (ctx, input) => reportOperation(deps, ctx, input),
    retryOperation: (ctx, input) => retryOperation(deps, ctx, input),
    scanAccount: (ctx, input) => scanAccount(deps, ctx, input),
    startOperation: (ctx, input) => startOperation(deps, ctx, input),
    streamOperation: (ctx, input) => streamOperation(deps, ctx, input),
    tryNow: (ctx, input) => tryNow(deps, ctx, input),
    undoOperation: (ctx, input) => undoOperation(deps, ctx, input),
    updateGroup: (ctx, input) => updateGroup(deps, ctx, input),
    updateSettings: (ctx, input) => updateSettings(deps, ctx, input),
  };
}
