import {
  DescribeDirectoriesCommand,
  type DirectoryDescription,
  DirectoryServiceClient,
  type DirectoryType,
} from "@aws-sdk/client-directory-service";
import { z } from "zod";
import { pages, type ReadDoor } from "../../aws/door";
import type { CostLine } from "../../core/money";
import type { Observed } from "../../core/resource";
import type { AboutListed } from "../contract";
import { arnHere } from "../described";
import { isWanted, metered, unpriced, withTags } from "../listing";
import { type Advice, defineReport } from "../report";

const titles = { microsoftAd: "Microsoft AD", simpleAd: "Simple AD", adConnector: "AD Connector" } as const;
type Form = keyof typeof titles;

/** By AWS's types. What another account shares is its own: only its metadata is here (Guide, "Share your directory"). */
const forms: Readonly<Record<DirectoryType, Form | null>> = {
  MicrosoftAD: "microsoftAd",
  SimpleAD: "simpleAd",
  ADConnector: "adConnector",
  SharedMicrosoftAD: null,
};

const detail = z.strictObject({
  form: z.enum(["microsoftAd", "simpleAd", "adConnector"]),
  /** The edition of a Microsoft AD (Standard, Enterprise, Hybrid), the size of the others (Small, Large). */
  size: z.string(),
  vpcId: z.string().nullable(),
  // What was seen before stages were read has none of these.
  /** Active, Creating, Inoperable, Impaired, Failed …, as AWS calls it, and why. */
  stage: z.string().default("unknown"),
  stageReason: z.string().nullable().default(null),
  /** Domain controllers of a Microsoft AD in this region; null where AWS does not say. */
  controllers: z.int().nullable().default(null),
});
type Detail = z.infer<typeof detail>;

const about: AboutListed = {
  reason: "A directory has no stop: it bills by the hour for as long as it exists",
  remedy:
    "Delete it once no machine, WorkSpace or file system is joined to it. Users and groups go with it, and a new one has another id",
};

/** Directories of all forms that bill in this account: Microsoft AD, Simple AD, AD Connector. */
export const dsDirectory = defineReport<Detail>({
  kind: "ds.directory",
  title: "Directory",
  plural: "Directories",
  billedAs: "AWS Directory Service",
  terraform: ["aws_directory_service_directory"],
  about,
  read: ["ds:DescribeDirectories", "sts:GetCallerIdentity", "tag:GetResources"],
  detail,
  advise,
  price,
  discover,
});

function advise({ detail: { form, stage, stageReason } }: Observed<Detail>): Advice {
  const saw = stageReason ? `${stage}: ${stageReason}` : stage;
  if (form !== "adConnector") return { saw, ...about };
  return {
    saw,
    reason: "An AD Connector has no stop: it bills by the hour for as long as it exists",
    remedy:
      "Delete it once nothing signs in through it. The directory that it leads to stays, and a new one has another id",
  };
}

/** "All AWS Directory Service directories are created with two domain controllers" (Administration Guide). */
const controllersAtLeast = 2;

/** Free with WorkSpaces until none is used for 30 days in a row (WorkSpaces Administration Guide, "Create a directory"). */
const freeWithWorkSpaces = "free while WorkSpaces that are used are in it";

function price({ detail: { form, size, controllers } }: Observed<Detail>): readonly CostLine[] {
  const what = `${titles[form]}, ${size}`;
  if (form !== "microsoftAd") return [unpriced("Directory", `${what}; ${freeWithWorkSpaces}`, "hour")];
  const isListed = size === "Standard" || size === "Enterprise";
  return [
    {
      label: "Domain controllers",
      note: controllers === null ? `${controllersAtLeast} at least, ${what}` : `${controllers}, ${what}`,
      price: isListed ? { table: "directory.microsoftAd", key: size.toLowerCase() } : null,
      quantity: controllers ?? controllersAtLeast,
      unit: "hour",
      stopsWhenPaused: false,
    },
    metered("Sharing", "by the hour for each account that it is shared with"),
  ];
}

/**
 * All of them by one list, also for a few: a region has twenty or so by AWS's own quotas, and an id that does not exist
 * fails the list of all that are named.
 */
async function* discover(aws: ReadDoor, only?: readonly string[]): AsyncGenerator<Observed<Detail>> {
  const list = pages(
    (token) => aws.read(DirectoryServiceClient, new DescribeDirectoriesCommand({ ...(token && { NextToken: token }) })),
    (out) => out.NextToken,
  );
  const found: Omit<Observed<Detail>, "tags">[] = [];
  for await (const { DirectoryDescriptions = [] } of list) {
    for (const directory of DirectoryDescriptions) {
      const { DirectoryId: id, Type } = directory;
      const form = Type ? forms[Type] : null;
      if (!form || directory.Stage === "Deleted" || !isWanted(id, only)) continue;
      found.push(observed(directory, form, id, await arnHere(aws, "ds", `directory/${id}`)));
    }
  }
  yield* await withTags(aws, null, found);
}

function observed(
  directory: DirectoryDescription,
  form: Form,
  id: string,
  arn: string,
): Omit<Observed<Detail>, "tags"> {
  const { Name, Stage, StageReason, Edition, Size, VpcSettings, ConnectSettings } = directory;
  const size = (form === "microsoftAd" ? Edition : Size) ?? "unknown size";
  return {
    nativeId: id,
    arn,
    name: Name || id,
    type: `${titles[form]} ${size}`,
    detail: {
      form,
      size,
      stage: Stage ?? "unknown",
      stageReason: StageReason || null,
      controllers: form === "microsoftAd" ? (directory.DesiredNumberOfDomainControllers ?? null) : null,
      vpcId: VpcSettings?.VpcId ?? ConnectSettings?.VpcId ?? null,
    },
  };
}
