import type { Hazard } from "../../core/plan";
import type { Refused } from "../contract";
import type { NotebookConfiguration } from "./notebook-detail";

/**
 * Notebooks that AWS does not start again once they are stopped: those on Amazon Linux 1 since 31 March 2024, on Amazon
 * Linux 2 with JupyterLab 1 or 3 since 30 June 2025 and with any since 1 July 2026 (SageMaker Developer Guide, "Amazon Linux
 * 2 notebook instances"). `notebook-al1-v1`, `notebook-al2-v3`; `notebook-al2023-v1` is not one of them. Pure.
 */
type Linux = "Amazon Linux 1" | "Amazon Linux 2";

function oldLinux({ platform }: Pick<NotebookConfiguration, "platform">): Linux | null {
  const version = /^notebook-al([12])-/.exec(platform ?? "")?.[1];
  if (version === undefined) return null;
  return version === "1" ? "Amazon Linux 1" : "Amazon Linux 2";
}

/** Amazon Linux 2 is left in place, by a stopped notebook that keeps its volume; from Amazon Linux 1 no way leads on. */
const wayOut: Readonly<Record<Linux, string>> = {
  "Amazon Linux 1": "Make a new notebook on notebook-al2023-v1, copy the files over and delete this one",
  "Amazon Linux 2":
    "Stop it yourself, set its platform identifier to notebook-al2023-v1 (its volume stays) and start it; then plan again",
};

/** Null where a stop leads back. */
export function oldPlatform(configuration: Pick<NotebookConfiguration, "platform">): Refused | null {
  const linux = oldLinux(configuration);
  if (!linux) return null;
  const reason = `It runs on ${linux} (${configuration.platform}): once stopped, AWS does not start it again`;
  return { result: "refused", reason, remedy: wayOut[linux] };
}

const wayBack: Readonly<Record<Linux, string>> = {
  "Amazon Linux 1": "Make a new notebook on notebook-al2023-v1 then; the files are on the volume of this one.",
  "Amazon Linux 2":
    "Set its platform identifier to notebook-al2023-v1 then (its volume stays), and resume again with what is there now.",
};

/** What was paused while AWS still started it is tried all the same: only AWS can say no. */
export function heldOnOldPlatform(configuration: Pick<NotebookConfiguration, "platform">): readonly Hazard[] {
  const linux = oldLinux(configuration);
  if (!linux) return [];
  return [
    {
      level: "warning",
      code: "platform-out-of-support",
      title: "AWS may refuse to start it",
      detail: `It is on ${linux} (${configuration.platform}), which AWS no longer starts. ${wayBack[linux]}`,
    },
  ];
}

/** For a start that AWS refuses: it has one error for a platform, a role and a network. */
export const startRefused =
  "Change what AWS names in its answer, then resume again; a notebook on Amazon Linux 2 first needs the platform identifier notebook-al2023-v1, and one on Amazon Linux 1 a new notebook";
