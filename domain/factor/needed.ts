/** What is said, and recognised, where an organisation asks for a second factor that the session has not shown. */
export const FACTOR_NEEDED = "This organisation asks for a second factor.";
