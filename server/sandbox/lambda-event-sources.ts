import type {
  EventSourceMappingConfiguration,
  GetEventSourceMappingCommandInput,
  GetEventSourceMappingCommandOutput,
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsCommandOutput,
  UpdateEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandOutput,
} from "@aws-sdk/client-lambda";
import { awsError } from "./errors";
import { functionArn, functionNamed, notFound, paged } from "./lambda-functions";
import type { Answer, Moment } from "./operation";
import type { EventSource } from "./world";

export function listEventSourceMappings(
  input: ListEventSourceMappingsCommandInput,
  at: Moment,
): Answer<ListEventSourceMappingsCommandOutput> {
  const owner = input.FunctionName === undefined ? undefined : functionNamed(input.FunctionName, at).name;
  const found = at.region.eventSources.filter(
    (each) =>
      (owner === undefined || each.functionName === owner) &&
      (input.EventSourceArn === undefined || each.sourceArn === input.EventSourceArn),
  );
  const { items, next } = paged(found, input, 100);
  return {
    EventSourceMappings: items.map((each) => describe(each, at)),
    ...(next !== undefined && { NextMarker: next }),
  };
}

export function getEventSourceMapping(
  input: GetEventSourceMappingCommandInput,
  at: Moment,
): Answer<GetEventSourceMappingCommandOutput> {
  return describe(sourceOf(input.UUID, at), at);
}

/** Switching on and off only. Nothing is taken while a switch is under way. */
export function updateEventSourceMapping(
  input: UpdateEventSourceMappingCommandInput,
  at: Moment,
): Answer<UpdateEventSourceMappingCommandOutput> {
  const { UUID, Enabled, FunctionName: _function, ...others } = input;
  const [other] = Object.entries(others).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (other) throw new Error(`The sandbox's UpdateEventSourceMapping changes Enabled only, not ${other}.`);
  const source = sourceOf(UUID, at);
  if (source.until !== null) {
    throw awsError("ResourceInUseException", "Cannot update the event source mapping because it is in use.", {
      fields: { Type: "User" },
    });
  }
  const target = Enabled === false ? "Disabled" : "Enabled";
  if (Enabled !== undefined && source.state !== target) {
    source.state = Enabled ? "Enabling" : "Disabling";
    source.until = at.ends("lambda.eventSource");
    source.changedAt = at.now;
  }
  return describe(source, at);
}

function sourceOf(uuid: string | undefined, at: Moment): EventSource {
  const source = at.region.eventSources.find((each) => each.uuid === uuid);
  if (!source) throw notFound("The resource you requested does not exist.");
  return source;
}

/** There is no `Enabled` in the answer, only the state. */
function describe(source: EventSource, at: Moment): EventSourceMappingConfiguration {
  const isQueue = source.sourceArn.startsWith("arn:aws:sqs:");
  return {
    UUID: source.uuid,
    EventSourceMappingArn: `arn:aws:lambda:${at.regionName}:${at.world.accountId}:event-source-mapping:${source.uuid}`,
    EventSourceArn: source.sourceArn,
    // AWS keeps, and lists, the mappings of a function that was deleted (Lambda API reference, DeleteFunction).
    FunctionArn: functionArn({ name: source.functionName }, at),
    BatchSize: source.batchSize,
    MaximumBatchingWindowInSeconds: 0,
    State: source.state,
    StateTransitionReason: "USER_INITIATED",
    LastModified: new Date(source.changedAt),
    ...(!isQueue && {
      StartingPosition: "LATEST",
      ParallelizationFactor: 1,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      BisectBatchOnFunctionError: false,
      TumblingWindowInSeconds: 0,
      LastProcessingResult: "OK",
      DestinationConfig: { OnFailure: {} },
    }),
    FunctionResponseTypes: [],
  };
}
