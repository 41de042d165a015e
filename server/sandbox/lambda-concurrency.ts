import type {
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput,
  DeleteProvisionedConcurrencyConfigCommandInput,
  DeleteProvisionedConcurrencyConfigCommandOutput,
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput,
  GetProvisionedConcurrencyConfigCommandInput,
  GetProvisionedConcurrencyConfigCommandOutput,
  ListProvisionedConcurrencyConfigsCommandInput,
  ListProvisionedConcurrencyConfigsCommandOutput,
  PutFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandOutput,
  PutProvisionedConcurrencyConfigCommandInput,
  PutProvisionedConcurrencyConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import { awsError } from "./errors";
import { functionArn, functionNamed, invalid, notFound, paged } from "./lambda-functions";
import { lambdaTime, setProvisioned } from "./lambda-provisioned";
import type { Answer, Moment } from "./operation";
import type { LambdaFunction, ProvisionedConcurrency } from "./world";

/** The account's limit, and how much of it must stay free of reservations. */
export const accountConcurrency = 1000;
const leastUnreserved = 100;

export function unreserved(at: Moment): number {
  return accountConcurrency - at.region.functions.reduce((sum, each) => sum + (each.reserved ?? 0), 0);
}

export function getFunctionConcurrency(
  input: GetFunctionConcurrencyCommandInput,
  at: Moment,
): Answer<GetFunctionConcurrencyCommandOutput> {
  const { reserved } = functionNamed(input.FunctionName, at);
  return reserved === null ? {} : { ReservedConcurrentExecutions: reserved };
}

/** Refused where the account would keep too little, or where the function's provisioned environments would not fit. */
export function putFunctionConcurrency(
  input: PutFunctionConcurrencyCommandInput,
  at: Moment,
): Answer<PutFunctionConcurrencyCommandOutput> {
  const found = functionNamed(input.FunctionName, at);
  const wanted = input.ReservedConcurrentExecutions;
  if (wanted === undefined || !Number.isInteger(wanted) || wanted < 0) {
    throw invalid("ReservedConcurrentExecutions must be a whole number of 0 or more");
  }
  if (unreserved(at) + (found.reserved ?? 0) - wanted < leastUnreserved) {
    throw invalid(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${leastUnreserved}].`,
    );
  }
  if (wanted < provisionedSum(found)) {
    throw invalid(
      `Specified ReservedConcurrentExecutions for function should not be less than the function's total provisioned concurrency [${provisionedSum(found)}].`,
    );
  }
  found.reserved = wanted;
  return { ReservedConcurrentExecutions: wanted };
}

export function deleteFunctionConcurrency(
  input: DeleteFunctionConcurrencyCommandInput,
  at: Moment,
): Answer<DeleteFunctionConcurrencyCommandOutput> {
  functionNamed(input.FunctionName, at).reserved = null;
  return {};
}

function provisionedSum(found: LambdaFunction, without?: string): number {
  return found.provisioned.filter((each) => each.qualifier !== without).reduce((sum, each) => sum + each.requested, 0);
}

function counts(config: ProvisionedConcurrency) {
  const ready = config.status === "READY" ? config.requested : 0;
  return {
    RequestedProvisionedConcurrentExecutions: config.requested,
    AvailableProvisionedConcurrentExecutions: ready,
    AllocatedProvisionedConcurrentExecutions: ready,
    Status: config.status,
    LastModified: lambdaTime(config.changedAt),
  };
}

export function listProvisionedConcurrencyConfigs(
  input: ListProvisionedConcurrencyConfigsCommandInput,
  at: Moment,
): Answer<ListProvisionedConcurrencyConfigsCommandOutput> {
  const found = functionNamed(input.FunctionName, at);
  const { items, next } = paged(found.provisioned, input);
  return {
    ProvisionedConcurrencyConfigs: items.map((config) => ({
      FunctionArn: `${functionArn(found, at)}:${config.qualifier}`,
      ...counts(config),
    })),
    ...(next !== undefined && { NextMarker: next }),
  };
}

export function getProvisionedConcurrencyConfig(
  input: GetProvisionedConcurrencyConfigCommandInput,
  at: Moment,
): Answer<GetProvisionedConcurrencyConfigCommandOutput> {
  const found = functionNamed(input.FunctionName, at);
  const config = found.provisioned.find((each) => each.qualifier === input.Qualifier);
  if (!config) {
    throw awsError(
      "ProvisionedConcurrencyConfigNotFoundException",
      "No Provisioned Concurrency Config found for this function",
      {
        status: 404,
        fields: { Type: "User" },
      },
    );
  }
  return counts(config);
}

/** On a version or an alias, never on $LATEST, and within the function's reservation. */
export function putProvisionedConcurrencyConfig(
  input: PutProvisionedConcurrencyConfigCommandInput,
  at: Moment,
): Answer<PutProvisionedConcurrencyConfigCommandOutput> {
  const found = functionNamed(input.FunctionName, at);
  const qualifier = input.Qualifier ?? "";
  const requested = input.ProvisionedConcurrentExecutions ?? 0;
  if (!Number.isInteger(requested) || requested < 1) throw invalid("ProvisionedConcurrentExecutions must be 1 or more");
  if (qualifier === "$LATEST")
    throw invalid("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  const known = [...found.versions, ...found.aliases.map((alias) => alias.name)];
  if (!known.includes(qualifier)) throw notFound(`Cannot find alias arn: ${functionArn(found, at)}:${qualifier}`);
  if (found.reserved !== null && provisionedSum(found, qualifier) + requested > found.reserved) {
    throw invalid(
      `Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function [${found.reserved}].`,
    );
  }
  const config = setProvisioned(found, { qualifier, requested }, at);
  return counts(config);
}

export function deleteProvisionedConcurrencyConfig(
  input: DeleteProvisionedConcurrencyConfigCommandInput,
  at: Moment,
): Answer<DeleteProvisionedConcurrencyConfigCommandOutput> {
  const found = functionNamed(input.FunctionName, at);
  found.provisioned = found.provisioned.filter((each) => each.qualifier !== input.Qualifier);
  return {};
}
