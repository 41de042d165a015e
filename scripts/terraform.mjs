import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Terraform with its AWS provider, where both are on this machine: nothing is downloaded. Besides the folder that
 * STANDBY_TERRAFORM_PLUGINS names, those are looked at that Terraform itself searches (its "implied local mirrors").
 * @returns {{ plugins: string } | { missing: string }}
 */
export function findTerraform() {
  const { status } = spawnSync("terraform", ["version"], { stdio: "ignore" });
  if (status !== 0) return { missing: "no terraform on the PATH" };
  const { HOME = "", STANDBY_TERRAFORM_PLUGINS, XDG_DATA_HOME = join(HOME, ".local/share") } = process.env;
  const folders = [
    ...(STANDBY_TERRAFORM_PLUGINS ? [STANDBY_TERRAFORM_PLUGINS] : []),
    join(HOME, ".terraform.d/plugins"),
    join(XDG_DATA_HOME, "terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  const plugins = folders.find((folder) => existsSync(join(folder, "registry.terraform.io/hashicorp/aws")));
  return plugins
    ? { plugins }
    : { missing: "no AWS provider (STANDBY_TERRAFORM_PLUGINS names the folder that has it)" };
}
