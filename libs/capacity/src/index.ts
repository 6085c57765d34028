export * from './domain/reserve';
export * from './domain/volume';
