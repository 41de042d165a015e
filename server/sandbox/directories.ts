import type {
  DescribeDirectoriesCommandInput,
  DescribeDirectoriesCommandOutput,
  DirectoryDescription,
} from "@aws-sdk/client-directory-service";
import { type Corner, defineCorner, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, type Project, type RegionKey, regionOf, type Seed, subnet, tagsOf } from "./seed-story";
import type { TagMap } from "./world";

/** Directories, as the list tells them: nothing of them ever changes. */

interface DirectoryState {
  id: string;
  name: string;
  type: "MicrosoftAD" | "SimpleAD" | "ADConnector" | "SharedMicrosoftAD";
  edition: "Standard" | null;
  size: "Small" | null;
  controllers: number | null;
  createdAt: number;
  tags: TagMap;
}

interface State {
  directories: DirectoryState[];
}

const corner: Corner<State> = {
  name: "directories",
  empty: () => ({ directories: [] }),
  services: { ds: { DescribeDirectories: read(describeDirectories) } },
  seed,
  dues: () => [],
  finish: () => {},
  tagged: ({ directories }, { regionName, world }) =>
    directories.map(({ id, tags }) => ({
      type: "ds:directory",
      arn: `arn:aws:ds:${regionName}:${world.accountId}:directory/${id}`,
      tags,
    })),
};
export const directories = defineCorner(corner);

function describeDirectories(
  input: DescribeDirectoriesCommandInput,
  at: Moment,
): Answer<DescribeDirectoriesCommandOutput> {
  const { directories: all } = stateOf(corner, at.region);
  const ids = input.DirectoryIds;
  if (ids?.length === 0) throw awsError("InvalidParameterException", "DirectoryIds must not be empty");
  const missing = ids?.find((id) => !all.some((one) => one.id === id));
  if (missing !== undefined) throw awsError("EntityDoesNotExistException", `Directory ${missing} does not exist`);
  const found = all.filter(({ id }) => ids === undefined || ids.includes(id));
  const invalidToken = () => awsError("InvalidNextTokenException", "Invalid NextToken");
  const { items, next } = page({ items: found, size: input.Limit || 100, token: input.NextToken, invalidToken });
  return { DirectoryDescriptions: items.map(describe), ...(next !== undefined && { NextToken: next }) };
}

function describe(directory: DirectoryState): DirectoryDescription {
  const { id, name, type, edition, size, controllers } = directory;
  const place = { VpcId: "vpc-0a1b2c3d", SubnetIds: [subnet(0), subnet(1)] };
  return {
    DirectoryId: id,
    Name: name,
    Type: type,
    Stage: "Active",
    ...(edition !== null && { Edition: edition }),
    ...(size !== null && { Size: size }),
    ...(controllers !== null && { DesiredNumberOfDomainControllers: controllers }),
    ...(type === "ADConnector" ? { ConnectSettings: place } : { VpcSettings: place }),
    LaunchTime: new Date(directory.createdAt),
  };
}

interface Row extends Pick<DirectoryState, "id" | "name" | "type"> {
  readonly region: RegionKey;
  readonly project: Project;
  readonly edition?: "Standard";
  readonly size?: "Small";
  readonly controllers?: number;
}

/** The third is the one of the desktops; the last is another account's. */
const rows: readonly Row[] = [
  {
    region: "eu",
    id: "d-99670b21c4",
    name: "lab.tidewater.example",
    project: "data",
    type: "MicrosoftAD",
    edition: "Standard",
    controllers: 2,
  },
  {
    region: "us",
    id: "d-90671f0a3e",
    name: "desks.tidewater.example",
    project: "data",
    type: "SimpleAD",
    size: "Small",
  },
  {
    region: "eu",
    id: "d-9367a1b2c3",
    name: "office.tidewater.example",
    project: "data",
    type: "ADConnector",
    size: "Small",
  },
  {
    region: "ie",
    id: "d-93670c5e12",
    name: "corp.tidewater.example",
    project: "platform",
    type: "SharedMicrosoftAD",
    edition: "Standard",
  },
];

function seed(story: Seed): void {
  for (const { region, project, ...row } of rows) {
    stateOf(corner, regionOf(story, region)).directories.push({
      edition: null,
      size: null,
      controllers: null,
      ...row,
      createdAt: daysAgo(story, 200),
      tags: tagsOf("lab", project),
    });
  }
}
