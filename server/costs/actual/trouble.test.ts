import { expect, test } from "vitest";
import { faultFrom } from "../../aws/errors";
import { type CostTrouble, costTroubleOf } from "./trouble";

const user = "User: arn:aws:iam::111122223333:user/u is not authorized to perform:";

/** As AWS says it, through the classifier of all its errors. */
test.each<[CostTrouble, string, string]>([
  ["not-enabled", "AccessDeniedException", "User not enabled for cost explorer access"],
  ["not-enabled", "AccessDeniedException", "Linked account doesn't have access to cost explorer."],
  ["denied", "AccessDeniedException", `${user} ce:GetCostAndUsage on resource: arn:aws:ce:us-east-1:111122223333:/x`],
  ["denied", "ExpiredTokenException", "The security token included in the request is expired"],
  ["no-data", "DataUnavailableException", "Data is not available. Please try to adjust the time period."],
  ["throttled", "LimitExceededException", "Rate limit exceeded"],
  ["expired", "BillExpirationException", "The requested report expired."],
  ["expired", "ValidationException", "You haven't enabled historical data beyond 14 months"],
  ["failed", "ValidationException", "Start date (and hour) should be before end date (and hour)"],
  ["failed", "InternalFailure", "An internal error has occurred"],
])("%s: %s, %s", (trouble, name, message) => {
  const error = Object.assign(new Error(message), { $metadata: { httpStatusCode: 400 } });
  error.name = name;
  const fault = faultFrom(error, { service: "ce", operation: "GetCostAndUsage", region: "us-east-1" });
  expect(costTroubleOf(fault)).toBe(trouble);
  expect(fault.remedy).not.toBe("");
});
