/** Where the errors of one stretch of opening hours are kept. */
export const stretchPath = (day: number, stretch: number): string => `businessHours.days.${day}.${stretch}`;
