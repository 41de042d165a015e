import { type Anomaly, GetAnomaliesCommand, type GetAnomaliesCommandOutput } from "@aws-sdk/client-cost-explorer";
import type { AwsAnomaly } from "../core/actual-cost";
import type { Span } from "../costs/actual/ports";
import { addDays } from "../costs/trends/days";

/** Null: no more requests are allowed, and nothing was sent. */
type Ask = (command: GetAnomaliesCommand) => Promise<GetAnomaliesCommandOutput | null>;

/**
 * What AWS's own anomaly detection found in the account itself; a payer sees those of others, too. Only accounts with a
 * monitor have any: AWS makes one with Cost Explorer (Cost Management guide, "Getting started with anomaly detection").
 * Null where it was cut short.
 */
export async function readAnomalies(
  ask: Ask,
  { from, until }: Span,
  awsAccountId: string,
): Promise<readonly AwsAnomaly[] | null> {
  const anomalies: AwsAnomaly[] = [];
  const input = { DateInterval: { StartDate: from, EndDate: addDays(until, -1) }, MaxResults: 100 };
  let token: string | undefined;
  do {
    const out = await ask(new GetAnomaliesCommand({ ...input, ...(token && { NextPageToken: token }) }));
    if (out === null) return null;
    anomalies.push(...(out.Anomalies ?? []).filter((one) => isOf(one, awsAccountId)).map(anomalyOf));
    token = out.NextPageToken || undefined;
  } while (token !== undefined);
  return anomalies;
}

function isOf({ RootCauses = [] }: Anomaly, awsAccountId: string): boolean {
  const accounts = RootCauses.flatMap(({ LinkedAccount }) => LinkedAccount || []);
  return accounts.length === 0 || accounts.includes(awsAccountId);
}

function anomalyOf(one: Anomaly): AwsAnomaly {
  const { AnomalyId: id = "", AnomalyStartDate: first = "", AnomalyEndDate: last, Impact, RootCauses = [] } = one;
  const [cause] = RootCauses;
  const micro = (dollars: number | undefined) => (dollars === undefined ? null : Math.round(dollars * 1_000_000));
  return {
    id,
    firstDay: first.slice(0, 10),
    lastDay: last ? last.slice(0, 10) : null,
    excess: micro(Impact?.TotalImpact ?? Impact?.MaxImpact) ?? 0,
    cost: micro(Impact?.TotalActualSpend),
    expected: micro(Impact?.TotalExpectedSpend),
    service: cause?.Service || one.DimensionValue || null,
    region: cause?.Region || null,
    usage: cause?.UsageType || null,
  };
}
