// Stands in for the package "server-only" outside Next's bundler, where importing the package itself throws.
export {};
