/** Decimals a measure is shown with: two below 10, one below 100, else none. Only for showing. */
export const decimalsFor = (value: number): number => (Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
