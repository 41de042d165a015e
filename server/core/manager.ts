/** What else says what a resource should be like, and sets it back to that when it is run the next time. */

export const managerTools = ["terraform", "cloudformation", "beanstalk"] as const;
export type ManagerTool = (typeof managerTools)[number];

export interface Manager {
  readonly tool: ManagerTool;
  /** The state, stack or environment. */
  readonly name: string;
  /** What the tool calls the resource there: `module.web.aws_instance.api[0]`, a logical id. Null: it tells none. */
  readonly address: string | null;
  /** The tool's own type of it, where it matters what the tool would see of a pause. */
  readonly type: string | null;
}
