// SPDX-License-Identifier: Apache-2.0
/** Clients prove who they are by a signed JSON Web Token. */
module io.throughline.auth.jwt {
    requires static transitive org.jspecify;
    requires transitive io.throughline.api;
    requires com.nimbusds.jose.jwt;

    exports io.throughline.auth.jwt;
}
