import type {
  GetAnomaliesCommandInput,
  GetAnomaliesCommandOutput,
  GetCostForecastCommandInput,
  GetCostForecastCommandOutput,
  GetDimensionValuesCommandInput,
  GetDimensionValuesCommandOutput,
  GetTagsCommandInput,
  GetTagsCommandOutput,
} from "@aws-sdk/client-cost-explorer";
import { defineCorner, stateOf } from "./corner";
import { daysOf, decimal, historyOf, ownBill, type Period, periodOf, slices, sumOf } from "./cost-bill";
import { activeTag, dimension, filterOf, invalid, tagValue } from "./cost-filter";
import { dayOfInstant, expectedOn, fridayBefore, textOf } from "./cost-history";
import { storyAnomaly, usagePrefixes } from "./cost-story";
import { accountsIn, getCostAndUsage } from "./cost-usage";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { regionOf } from "./seed-story";

/** Cost Explorer: one for all regions, with the bill of the story from the day on which the account was made. */
export const costExplorer = defineCorner({
  ...ownBill,
  services: {
    ce: {
      GetCostAndUsage: read(getCostAndUsage),
      GetCostForecast: read(getCostForecast),
      GetDimensionValues: read(getDimensionValues),
      GetTags: read(getTags),
      GetAnomalies: read(getAnomalies),
    },
  },
  seed: (seed) => {
    stateOf(ownBill, regionOf(seed, "us")).friday = fridayBefore(seed.now);
  },
  dues: () => [],
  finish: () => {},
});

/** Half of a band, by how sure it is; about as a normal distribution has them. */
const widths: readonly (readonly [level: number, width: number])[] = [
  [67, 0.019],
  [80, 0.025],
  [90, 0.032],
  [99, 0.05],
];

function getCostForecast(input: GetCostForecastCommandInput, at: Moment): Answer<GetCostForecastCommandOutput> {
  const period = periodOf(input);
  if (period.from > dayOfInstant(at.now)) throw invalid("Start date must be no later than the current date");
  if (!/^(NET_)?(UNBLENDED|AMORTIZED)_COST$|^BLENDED_COST$/.test(input.Metric ?? "")) {
    throw invalid(`The sandbox account forecasts no ${input.Metric}`);
  }
  const width = widthOf(input.PredictionIntervalLevel);
  const meanOf = expectation(input, at);
  const results = slices(period, input.Granularity).map((slice) => ({ ...slice, mean: meanOf(slice) }));
  return {
    Total: { Amount: decimal(results.reduce((total, { mean }) => total + mean, 0)), Unit: "USD" },
    ForecastResultsByTime: results.map(({ from, until, mean }) => ({
      TimePeriod: { Start: textOf(from), End: textOf(until) },
      MeanValue: decimal(mean),
      PredictionIntervalLowerBound: decimal(Math.round(mean * (1 - width))),
      PredictionIntervalUpperBound: decimal(Math.round(mean * (1 + width))),
    })),
  };
}

function widthOf(level = 80): number {
  const width = level < 51 ? undefined : widths.find(([most]) => level <= most)?.[1];
  if (width === undefined) throw invalid("PredictionIntervalLevel must be between 51 and 99");
  return width;
}

function expectation({ Filter }: GetCostForecastCommandInput, at: Moment): (period: Period) => number {
  const history = historyOf(at);
  const isWanted = filterOf(Filter);
  const meanOn = (day: number) => sumOf(expectedOn(history, day).filter(isWanted));
  return ({ from, until }) =>
    Array.from({ length: until - from }, (_, index) => meanOn(from + index)).reduce((sum, mean) => sum + mean, 0);
}

function getDimensionValues(
  input: GetDimensionValuesCommandInput,
  at: Moment,
): Answer<GetDimensionValuesCommandOutput> {
  const charges = daysOf(input, at).flat();
  const accounts = input.Dimension === "LINKED_ACCOUNT" ? accountsIn(charges, at) : [];
  const { items, total, next } = listed(charges.map(dimension(input.Dimension)), input);
  return {
    DimensionValues: items.map((Value) => accounts.find((each) => each.Value === Value) ?? { Value, Attributes: {} }),
    ReturnSize: items.length,
    TotalSize: total,
    ...(next !== undefined && { NextPageToken: next }),
  };
}

function getTags(input: GetTagsCommandInput, at: Moment): Answer<GetTagsCommandOutput> {
  const charges = daysOf(input, at).flat();
  const found = input.TagKey === undefined ? [activeTag] : charges.map(tagValue(input.TagKey));
  const { items, total, next } = listed(found, input);
  return {
    Tags: [...items],
    ReturnSize: items.length,
    TotalSize: total,
    ...(next !== undefined && { NextPageToken: next }),
  };
}

interface ListQuestion {
  readonly SearchString?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextPageToken?: string | undefined;
}

function listed(found: readonly string[], { SearchString = "", MaxResults = 1000, NextPageToken }: ListQuestion) {
  const values = [...new Set(found)].filter((value) => value.includes(SearchString)).sort();
  const invalidToken = () => awsError("InvalidNextTokenException", "The pagination token is invalid");
  return { ...page({ items: values, size: MaxResults, token: NextPageToken, invalidToken }), total: values.length };
}

/** Nobody has made a monitor. */
/** The one of the story, two days after it was over: AWS looks at days that are known. */
function getAnomalies({ DateInterval }: GetAnomaliesCommandInput, at: Moment): Answer<GetAnomaliesCommandOutput> {
  if (!DateInterval?.StartDate) throw invalid("DateInterval is required");
  const { friday } = historyOf(at);
  const { from, through, line, excess, expected } = storyAnomaly;
  const [first, last] = [textOf(friday + from), textOf(friday + through)];
  const isTold = friday + through + 2 <= dayOfInstant(at.now);
  const isAsked = last >= DateInterval.StartDate && first <= (DateInterval.EndDate ?? last);
  if (!isTold || !isAsked) return { Anomalies: [] };
  return {
    Anomalies: [
      {
        AnomalyId: "0b7e5f3a-tidewater",
        AnomalyStartDate: `${first}T00:00:00Z`,
        AnomalyEndDate: `${last}T00:00:00Z`,
        DimensionValue: line.service,
        RootCauses: [
          {
            Service: line.service,
            Region: line.region,
            LinkedAccount: at.world.accountId,
            UsageType: `${usagePrefixes[line.region]}${line.usage}`,
          },
        ],
        AnomalyScore: { MaxScore: 0.93, CurrentScore: 0.61 },
        Impact: {
          MaxImpact: 84.2,
          TotalImpact: excess,
          TotalActualSpend: excess + expected,
          TotalExpectedSpend: expected,
        },
        MonitorArn: `arn:aws:ce::${at.world.accountId}:anomalymonitor/default`,
      },
    ],
  };
}
