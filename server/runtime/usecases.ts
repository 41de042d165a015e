import type { UseCases } from "../http/app";
import { cancelOperation } from "../usecases/cancel-operation";
import { createAccount } from "../usecases/create-account";
import { createGroup } from "../usecases/create-group";
import { createPlan } from "../usecases/create-plan";
import { deleteGroup } from "../usecases/delete-group";
import type { Deps } from "../usecases/deps";
import { getOperation } from "../usecases/get-operation";
import { getOverview } from "../usecases/get-overview";
import { getPlan } from "../usecases/get-plan";
import { getResource } from "../usecases/get-resource";
import { listAccounts } from "../usecases/list-accounts";
import { listAudit } from "../usecases/list-audit";
import { listGroups } from "../usecases/list-groups";
import { listHolds } from "../usecases/list-holds";
import { listOperations } from "../usecases/list-operations";
import { listResources } from "../usecases/list-resources";
import { readyz } from "../usecases/readyz";
import { scanAccount } from "../usecases/scan-account";
import { startOperation } from "../usecases/start-operation";
import { streamOperation } from "../usecases/stream-operation";
import { updateGroup } from "../usecases/update-group";

/** Every use case with what it works with. */
export function bindUseCases(deps: Deps): UseCases {
  return {
    cancelOperation: (ctx, input) => cancelOperation(deps, ctx, input),
    createAccount: (ctx, input) => createAccount(deps, ctx, input),
    createGroup: (ctx, input) => createGroup(deps, ctx, input),
    createPlan: (ctx, input) => createPlan(deps, ctx, input),
    deleteGroup: (ctx, input) => deleteGroup(deps, ctx, input),
    getOperation: (ctx, input) => getOperation(deps, ctx, input),
    getOverview: (ctx, input) => getOverview(deps, ctx, input),
    getPlan: (ctx, input) => getPlan(deps, ctx, input),
    getResource: (ctx, input) => getResource(deps, ctx, input),
    listAccounts: (ctx) => listAccounts(deps, ctx),
    listAudit: (ctx, input) => listAudit(deps, ctx, input),
    listGroups: (ctx) => listGroups(deps, ctx),
    listHolds: (ctx, input) => listHolds(deps, ctx, input),
    listOperations: (ctx, input) => listOperations(deps, ctx, input),
    listResources: (ctx, input) => listResources(deps, ctx, input),
    readyz: (ctx) => readyz(deps, ctx),
    scanAccount: (ctx, input) => scanAccount(deps, ctx, input),
    startOperation: (ctx, input) => startOperation(deps, ctx, input),
    streamOperation: (ctx, input) => streamOperation(deps, ctx, input),
    updateGroup: (ctx, input) => updateGroup(deps, ctx, input),
  };
}
