import type { GetServiceQuotaCommandInput, GetServiceQuotaCommandOutput } from "@aws-sdk/client-service-quotas";
import { type Corner, defineCorner } from "./corner";
import { awsError } from "./errors";
import { type Answer, read } from "./operation";

/** What the account may run: Standard and G machines; it never asked for any other. */
const ec2: Readonly<Record<string, number>> = { "L-1216C47A": 512, "L-DB2E81BA": 64 };

const corner: Corner<Record<string, never>> = {
  name: "quotas",
  empty: () => ({}),
  services: { servicequotas: { GetServiceQuota: read(getServiceQuota) } },
  seed: () => {},
  dues: () => [],
  finish: () => {},
};
export const quotas = defineCorner(corner);

function getServiceQuota({
  ServiceCode,
  QuotaCode = "",
}: GetServiceQuotaCommandInput): Answer<GetServiceQuotaCommandOutput> {
  if (ServiceCode !== "ec2")
    throw awsError("NoSuchResourceException", `There is no quota ${QuotaCode} of ${ServiceCode}`);
  return { Quota: { ServiceCode, QuotaCode, Value: ec2[QuotaCode] ?? 0, Unit: "None" } };
}
