/**
 * Shapes are checked without making programs of them: zod looks, by making one, whether it may, and our own Content Security Policy forbids
 * it each time, so that a real violation would be one among many. Read by zod when it begins, before any of our shapes.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
