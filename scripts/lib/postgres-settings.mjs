/**
 * Settings for a laptop that also serves: enough cache for the working set, few and spread checkpoints, clean-up of the
 * queue tables every few seconds because their rows live for milliseconds.
 * @param {number} port
 * @param {boolean} durable false: nothing is forced to the disk
 * @returns {string[]} arguments of `postgres`
 */
export function serverSettings(port, durable) {
  /** @type {Record<string, string>} */
  const settings = {
    port: String(port),
    // Other users of the machine still need the password; other machines cannot knock at all.
    listen_addresses: "127.0.0.1",
    // A socket's path is limited to 107 bytes, less than many a project's folder.
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    max_connections: "100",
    shared_buffers: "256MB",
    work_mem: "8MB",
    maintenance_work_mem: "128MB",
    effective_cache_size: "1GB",
    random_page_cost: "1.1",
    max_wal_size: "2GB",
    min_wal_size: "256MB",
    wal_compression: "on",
    checkpoint_timeout: "15min",
    autovacuum_naptime: "10s",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] ",
    log_checkpoints: "off",
    jit: "off",
    // a duplicate key is an answer, not an incident: it would fill the log
    log_min_messages: "warning",
    log_min_error_statement: "panic",
  };
  if (!durable)
    Object.assign(settings, {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      // it may live in memory
      max_wal_size: "512MB",
    });
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
