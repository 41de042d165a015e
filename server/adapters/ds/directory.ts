import { z } from "zod";
import type { ReadDoor } from "../../aws/door";
import { cloudControlReads, readDescribed } from "../../aws/reads/cloud-control";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere } from "../described";
import { metered, unpriced, withTags } from "../listing";
import { defineReport } from "../report";

const detail = z.strictObject({
  form: z.enum(["microsoftAd", "simpleAd"]),
  /** The edition of a Microsoft AD (Standard, Enterprise), the size of a Simple AD (Small, Large). */
  size: z.string(),
  vpcId: z.string().nullable(),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A directory has no stop: its domain controllers bill by the hour for as long as it exists",
  remedy:
    "Delete it once no machine, WorkSpace or file system is joined to it. Users and groups go with it, and a new one has another id",
};

/**
 * Directories that AWS runs. AD Connectors are no type of CloudFormation, so they are not listed. Neither form is told
 * with its state, nor with the domain controllers that were added later.
 */
export const dsDirectory = defineReport<Detail>({
  kind: "ds.directory",
  title: "Directory",
  plural: "Directories",
  billedAs: "AWS Directory Service",
  terraform: ["aws_directory_service_directory"],
  about,
  read: [...cloudControlReads, "ds:DescribeDirectories", "sts:GetCallerIdentity", "tag:GetResources"],
  detail,
  advise: () => ({ saw: "there", ...about }),
  price,
  discover,
});

/** "All AWS Directory Service directories are created with two domain controllers" (Administration Guide). */
const controllersAtLeast = 2;

function price({ detail: { form, size } }: Observed<Detail>): readonly CostLine[] {
  if (form === "simpleAd") {
    return [unpriced("Directory", `Simple AD, ${size}; free while WorkSpaces that are used are in it`, "hour")];
  }
  return [
    {
      label: "Domain controllers",
      note: `${controllersAtLeast}, Microsoft AD, ${size}`,
      price: { table: "directory.microsoftAd", key: size.toLowerCase() },
      quantity: controllersAtLeast,
      unit: "hour",
      stopsWhenPaused: false,
    },
    metered("More of it", "domain controllers that were added, and accounts that it is shared with"),
  ];
}

const properties = z.object({
  Name: z.string().optional(),
  Edition: z.string().optional(),
  Size: z.string().optional(),
  VpcSettings: z.object({ VpcId: z.string().optional() }).optional(),
});

const forms = [
  { form: "microsoftAd", type: "AWS::DirectoryService::MicrosoftAD", title: "Microsoft AD" },
  { form: "simpleAd", type: "AWS::DirectoryService::SimpleAD", title: "Simple AD" },
] as const;

async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const found = new Map<string, Observed<Detail>>();
  for (const { form, type, title } of forms) {
    for await (const { id, properties: told } of readDescribed(aws, type, only)) {
      const { Name, Edition, Size, VpcSettings } = properties.parse(told);
      const size = (form === "microsoftAd" ? Edition : Size) ?? "unknown size";
      found.set(id, {
        nativeId: id,
        arn: await arnHere(aws, "ds", `directory/${id}`),
        name: Name ?? id,
        type: `${title} ${size}`,
        tags: {},
        detail: { form, size, vpcId: VpcSettings?.VpcId ?? null },
      });
    }
  }
  yield* await withTags(aws, null, [...found.values()]);
}
