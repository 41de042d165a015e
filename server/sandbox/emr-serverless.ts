import type {
  Application,
  GetApplicationCommandInput,
  GetApplicationCommandOutput,
  ListApplicationsCommandInput,
  ListApplicationsCommandOutput,
  ListJobRunsCommandInput,
  ListJobRunsCommandOutput,
  ListSessionsCommandInput,
  ListSessionsCommandOutput,
  StartApplicationCommandInput,
  ApplicationState as State,
  StopApplicationCommandInput,
} from "@aws-sdk/client-emr-serverless";
import { type Corner, defineCorner, settling, stateOf } from "./corner";
import { awsError } from "./errors";
import { type Answer, change, type Moment, read } from "./operation";
import { page } from "./paging";
import { daysAgo, regionOf, type Seed, tagsOf } from "./seed-story";
import type { RegionWorld, TagMap } from "./world";

/** Applications of EMR Serverless: workers that are kept ready take a minute to come and less to go. */

const stopSeconds = 30;
const startSeconds = 75;

interface ApplicationState {
  id: string;
  name: string;
  type: "Spark" | "Hive";
  release: string;
  status: "CREATED" | "STARTED" | "STOPPED";
  /** Until then it is on the way to `status`. */
  until: number | null;
  readyWorkers: number;
  startsItself: boolean;
  /** 0: it never stops by itself. */
  idleMinutes: number;
  createdAt: number;
  changedAt: number;
  tags: TagMap;
}

interface EmrServerlessState {
  applications: ApplicationState[];
}

const corner: Corner<EmrServerlessState> = {
  name: "emr-serverless",
  empty: () => ({ applications: [] }),
  services: {
    "emr-serverless": {
      ListApplications: read(listApplications),
      GetApplication: read(getApplication),
      ListJobRuns: read(listJobRuns),
      ListSessions: read(listSessions),
      StopApplication: change(stopApplication),
      StartApplication: change(startApplication),
    },
  },
  seed,
  ...settling(({ applications }) => applications),
  tagged: ({ applications }, at) =>
    applications.map((one) => ({ type: "emr-serverless:applications", arn: arnOf(one, at), tags: one.tags })),
};
export const emrServerless = defineCorner(corner);

const of = (region: RegionWorld) => stateOf(corner, region).applications;

const invalidToken = () => awsError("ValidationException", "Invalid nextToken");

function listApplications(input: ListApplicationsCommandInput, at: Moment): Answer<ListApplicationsCommandOutput> {
  const { maxResults: size = 50, nextToken: token } = input;
  const { items, next } = page({ items: of(at.region), size: sizeOf(size), token, invalidToken });
  return {
    applications: items.map((one) => {
      const { applicationId: id, ...told } = describe(one, at);
      const { name, arn, releaseLabel, type, state, createdAt, updatedAt, architecture } = told;
      return { id, name, arn, releaseLabel, type, state, createdAt, updatedAt, architecture };
    }),
    ...(next !== undefined && { nextToken: next }),
  };
}

function sizeOf(size: number): number {
  if (size < 1 || size > 50) throw awsError("ValidationException", "maxResults must be between 1 and 50");
  return size;
}

function getApplication(
  { applicationId }: GetApplicationCommandInput,
  at: Moment,
): Answer<GetApplicationCommandOutput> {
  return { application: describe(find(applicationId, at), at) };
}

/** Nobody submits a job here, nor opens a session. */
function listJobRuns({ applicationId }: ListJobRunsCommandInput, at: Moment): Answer<ListJobRunsCommandOutput> {
  find(applicationId, at);
  return { jobRuns: [] };
}

function listSessions({ applicationId }: ListSessionsCommandInput, at: Moment): Answer<ListSessionsCommandOutput> {
  find(applicationId, at);
  return { sessions: [] };
}

function stopApplication({ applicationId }: StopApplicationCommandInput, at: Moment): object {
  const application = inState(["STARTED"], find(applicationId, at));
  return turn(application, "STOPPED", stopSeconds, at);
}

function startApplication({ applicationId }: StartApplicationCommandInput, at: Moment): object {
  const application = inState(["CREATED", "STOPPED"], find(applicationId, at));
  return turn(application, "STARTED", startSeconds, at);
}

function turn(application: ApplicationState, status: ApplicationState["status"], seconds: number, at: Moment): object {
  application.status = status;
  application.until = at.ends(seconds);
  application.changedAt = at.now;
  return {};
}

/** Its API reference knows no conflict of these two: what the state forbids is an invalid request. */
function inState(wanted: readonly State[], application: ApplicationState): ApplicationState {
  const now = statusOf(application);
  if (wanted.includes(now)) return application;
  throw awsError("ValidationException", `Application ${application.id} is ${now}, not ${wanted.join(" or ")}.`);
}

function find(id: string | undefined, at: Moment): ApplicationState {
  const application = of(at.region).find((one) => one.id === id);
  if (!application) throw awsError("ResourceNotFoundException", `Application ${id} does not exist.`);
  return application;
}

function statusOf({ status, until }: ApplicationState): State {
  if (until === null) return status;
  return status === "STARTED" ? "STARTING" : "STOPPING";
}

function arnOf({ id }: ApplicationState, at: Pick<Moment, "regionName" | "world">): string {
  return `arn:aws:emr-serverless:${at.regionName}:${at.world.accountId}:/applications/${id}`;
}

function describe(one: ApplicationState, at: Moment): Application {
  const worker = { cpu: "4 vCPU", memory: "16 GB", disk: "20 GB", diskType: "STANDARD" };
  return {
    applicationId: one.id,
    name: one.name,
    arn: arnOf(one, at),
    releaseLabel: one.release,
    type: one.type,
    state: statusOf(one),
    createdAt: new Date(one.createdAt),
    updatedAt: new Date(one.changedAt),
    architecture: "X86_64",
    ...(one.readyWorkers > 0 && {
      initialCapacity: { Executor: { workerCount: one.readyWorkers, workerConfiguration: worker } },
    }),
    maximumCapacity: { cpu: "64 vCPU", memory: "256 GB", disk: "1000 GB" },
    autoStartConfiguration: { enabled: one.startsItself },
    autoStopConfiguration: {
      enabled: one.idleMinutes > 0,
      ...(one.idleMinutes > 0 && { idleTimeoutMinutes: one.idleMinutes }),
    },
    tags: { ...one.tags },
  };
}

/** Two that keep workers ready, one of which never stops by itself; one that is stopped, one that was never started. */
function seed(seed: Seed): void {
  // Nobody has any in Ireland.
  of(regionOf(seed, "ie"));
  const etl: ApplicationState = {
    id: "00f1lab2spark3a4",
    name: "lab-etl",
    type: "Spark",
    release: "emr-7.9.0",
    status: "STARTED",
    until: null,
    readyWorkers: 4,
    startsItself: true,
    idleMinutes: 0,
    createdAt: daysAgo(seed, 60),
    changedAt: daysAgo(seed, 3),
    tags: tagsOf("lab", "data"),
  };
  of(regionOf(seed, "eu")).push(etl, {
    ...etl,
    id: "00f2lab7hive9b1c",
    name: "lab-reports",
    type: "Hive",
    status: "STOPPED",
    readyWorkers: 0,
    idleMinutes: 15,
  });
  of(regionOf(seed, "us")).push(
    {
      ...etl,
      id: "00f3lab4nightly5",
      name: "lab-nightly",
      readyWorkers: 2,
      idleMinutes: 30,
      startsItself: false,
    },
    { ...etl, id: "00f4lab6draft8e0", name: "lab-draft", status: "CREATED", readyWorkers: 0, idleMinutes: 15 },
  );
}
