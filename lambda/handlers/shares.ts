/** The share of a function's time in which looks may begin; the rest is for the last to end, for recording and for telling. */
export const FOR_LOOKING = 0.85;

/** The share of it after which no other run is waited for that tells, and nothing more is told. */
export const FOR_WAITING = 0.95;
