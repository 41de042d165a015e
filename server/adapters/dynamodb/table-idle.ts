import { type Idle, type IdleSignal, noneOf } from "../idle";
import { isOnDemand, placesIn, type TableDetail } from "./table-detail";

/** DynamoDB publishes what was consumed only while something was (DynamoDB Developer Guide, "Metrics and dimensions"). */
const consumed = { namespace: "AWS/DynamoDB", statistic: "Sum", quietMeansIdle: true } as const;

/** The table and each of its indexes, which have provisioned units of their own. On demand an idle one bills nothing. */
const places: IdleSignal<TableDetail>["dimensions"] = ({ nativeId, detail: { configuration } }) =>
  isOnDemand(configuration)
    ? []
    : placesIn(configuration.capacity).map(({ index }) => ({
        TableName: nativeId,
        ...(index !== null && { GlobalSecondaryIndexName: index }),
      }));

export const tableIdle: Idle<TableDetail> = {
  signals: [
    noneOf({ ...consumed, label: "units read in an hour at most", metric: "ConsumedReadCapacityUnits" }, places),
    noneOf({ ...consumed, label: "units written in an hour at most", metric: "ConsumedWriteCapacityUnits" }, places),
  ],
};
