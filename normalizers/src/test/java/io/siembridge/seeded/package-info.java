/** Classes that break a rule each, to prove that the rule sees it. Nothing of them is ever run. */
@org.jspecify.annotations.NullMarked
package io.siembridge.seeded;
