import type {
  GetAccountSettingsCommandInput,
  GetAccountSettingsCommandOutput,
  GetFunctionCommandInput,
  GetFunctionCommandOutput,
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
  ListTagsCommandInput,
  ListTagsCommandOutput,
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionCommandOutput,
} from "@aws-sdk/client-lambda";
import {
  accountConcurrency,
  deleteFunctionConcurrency,
  deleteProvisionedConcurrencyConfig,
  getFunctionConcurrency,
  getProvisionedConcurrencyConfig,
  listProvisionedConcurrencyConfigs,
  putFunctionConcurrency,
  putProvisionedConcurrencyConfig,
  unreserved,
} from "./lambda-concurrency";
import { getEventSourceMapping, listEventSourceMappings, updateEventSourceMapping } from "./lambda-event-sources";
import { describeFunction, functionArn, functionNamed, invalid, notFound, paged } from "./lambda-functions";
import { type Answer, change, type Moment, read, type Service } from "./operation";

export const lambda: Service = {
  ListFunctions: read(listFunctions),
  GetFunction: read(getFunction),
  GetFunctionConfiguration: read(getFunctionConfiguration),
  GetFunctionConcurrency: read(getFunctionConcurrency),
  ListAliases: read(listAliases),
  ListVersionsByFunction: read(listVersionsByFunction),
  ListProvisionedConcurrencyConfigs: read(listProvisionedConcurrencyConfigs),
  GetProvisionedConcurrencyConfig: read(getProvisionedConcurrencyConfig),
  ListEventSourceMappings: read(listEventSourceMappings),
  GetEventSourceMapping: read(getEventSourceMapping),
  GetAccountSettings: read(getAccountSettings),
  ListTags: read(listTags),
  PutFunctionConcurrency: change(putFunctionConcurrency),
  DeleteFunctionConcurrency: change(deleteFunctionConcurrency),
  PutProvisionedConcurrencyConfig: change(putProvisionedConcurrencyConfig),
  DeleteProvisionedConcurrencyConfig: change(deleteProvisionedConcurrencyConfig),
  UpdateEventSourceMapping: change(updateEventSourceMapping),
};

/** With FunctionVersion ALL, every published version is a row of its own beside $LATEST. */
function listFunctions(input: ListFunctionsCommandInput, at: Moment): Answer<ListFunctionsCommandOutput> {
  const rows = at.region.functions.flatMap((each) =>
    (input.FunctionVersion === "ALL" ? ["$LATEST", ...each.versions] : ["$LATEST"]).map((version) =>
      describeFunction(each, version, at),
    ),
  );
  // The list leaves State out; GetFunction has it.
  const bare = rows.map(({ State, LastUpdateStatus, ...row }) =>
    input.FunctionVersion === "ALL" ? row : { ...row, FunctionArn: (row.FunctionArn ?? "").replace(/:\$LATEST$/, "") },
  );
  const { items, next } = paged(bare, input);
  return { Functions: items, ...(next !== undefined && { NextMarker: next }) };
}

function getFunction(input: GetFunctionCommandInput, at: Moment): Answer<GetFunctionCommandOutput> {
  const { found, version } = qualified(input.FunctionName, input.Qualifier, at);
  return {
    Configuration: unqualified(describeFunction(found, version, at)),
    Code: { RepositoryType: "S3" },
    Tags: { ...found.tags },
    ...(found.reserved !== null && { Concurrency: { ReservedConcurrentExecutions: found.reserved } }),
  };
}

function getFunctionConfiguration(
  input: GetFunctionConfigurationCommandInput,
  at: Moment,
): Answer<GetFunctionConfigurationCommandOutput> {
  const { found, version } = qualified(input.FunctionName, input.Qualifier, at);
  return unqualified(describeFunction(found, version, at));
}

function unqualified<Row extends { FunctionArn?: string | undefined }>(row: Row): Row {
  return { ...row, FunctionArn: (row.FunctionArn ?? "").replace(/:\$LATEST$/, "") };
}

function qualified(name: string | undefined, qualifier: string | undefined, at: Moment) {
  const found = functionNamed(name, at);
  if (qualifier === undefined || qualifier === "$LATEST") return { found, version: "$LATEST" };
  const version = found.aliases.find((alias) => alias.name === qualifier)?.version ?? qualifier;
  if (!found.versions.includes(version)) throw notFound(`Function not found: ${functionArn(found, at)}:${qualifier}`);
  return { found, version };
}

function listAliases(input: ListAliasesCommandInput, at: Moment): Answer<ListAliasesCommandOutput> {
  const found = functionNamed(input.FunctionName, at);
  const aliases = found.aliases.filter(
    (alias) => input.FunctionVersion === undefined || alias.version === input.FunctionVersion,
  );
  const { items, next } = paged(aliases, input);
  return {
    Aliases: items.map((alias) => ({
      AliasArn: `${functionArn(found, at)}:${alias.name}`,
      Name: alias.name,
      FunctionVersion: alias.version,
      Description: "",
      RevisionId: found.revisionId,
    })),
    ...(next !== undefined && { NextMarker: next }),
  };
}

function listVersionsByFunction(
  input: ListVersionsByFunctionCommandInput,
  at: Moment,
): Answer<ListVersionsByFunctionCommandOutput> {
  const found = functionNamed(input.FunctionName, at);
  const { items, next } = paged(["$LATEST", ...found.versions], input);
  return {
    Versions: items.map((version) => describeFunction(found, version, at)),
    ...(next !== undefined && { NextMarker: next }),
  };
}

function getAccountSettings(
  _input: GetAccountSettingsCommandInput,
  at: Moment,
): Answer<GetAccountSettingsCommandOutput> {
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: accountConcurrency,
      UnreservedConcurrentExecutions: unreserved(at),
    },
    AccountUsage: {
      TotalCodeSize: at.region.functions.reduce((sum, each) => sum + each.codeSize * (each.versions.length + 1), 0),
      FunctionCount: at.region.functions.length,
    },
  };
}

function listTags(input: ListTagsCommandInput, at: Moment): Answer<ListTagsCommandOutput> {
  const found = at.region.functions.find((each) => functionArn(each, at) === input.Resource);
  if (found) return { Tags: { ...found.tags } };
  if (!input.Resource?.startsWith("arn:")) throw invalid("Resource must be the ARN of a function");
  throw notFound(`Function not found: ${input.Resource}`);
}
