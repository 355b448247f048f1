/**
 * What receivers of webhooks are known to get wrong, row by row as SECURITY.md lists them: an attacker's view of the
 * whole.
 */
package io.siembridge.app.security;
