/**
 * The seed of random tests: one and the same in CI, so that a red CI is a change's own doing; another one every night
 * (STANDBY_NIGHTLY=1). STANDBY_SEED tells a failed one again.
 */
export const isNightly = process.env.STANDBY_NIGHTLY === "1";
export const seed = Number(process.env.STANDBY_SEED ?? (isNightly ? Date.now() % 2 ** 31 : 2130618169));
