import { inProcessJobs } from "./jobs-in-process";
import { describeJobs } from "./jobs-suite";
import { systemClock as clock } from "./world";

describeJobs({ name: "jobs in one process", open: async (log) => inProcessJobs({ clock, log }) });
