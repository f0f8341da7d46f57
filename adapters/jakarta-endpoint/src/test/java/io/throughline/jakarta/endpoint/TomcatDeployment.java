// SPDX-License-Identifier: Apache-2.0
package io.throughline.jakarta.endpoint;

import io.throughline.api.spi.Authenticator;
import io.throughline.core.Hub;
import io.throughline.jakarta.endpoint.wire.Deployer;
import io.throughline.jakarta.endpoint.wire.Deployment;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.File;
import java.util.Set;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Embedded Tomcat with the endpoint at {@code /ws}. */
final class TomcatDeployment implements Deployment {
    private final Tomcat tomcat = new Tomcat();

    TomcatDeployment(Hub hub, Authenticator authenticator) {
        ServerEndpointConfig endpoint = ThroughlineEndpoint.config("/ws")
                .hub(hub)
                .authenticator(authenticator)
                .closeTimeout(Deployer.CLOSE_TIMEOUT)
                .build();
        tomcat.setBaseDir(new File("target/tomcat").getAbsolutePath());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        StandardContext context = (StandardContext) tomcat.addContext("", null);
        context.setClearReferencesThreadLocals(false);
        context.setClearReferencesRmiTargets(false);
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addApplicationListener(Listener.class.getName());
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        context.getServletContext().setAttribute(Listener.class.getName(), endpoint);
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds the endpoint as an application does. */
    public static final class Listener implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            Object endpoint = event.getServletContext().getAttribute(Listener.class.getName());
            ServerContainer container =
                    (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                container.addEndpoint((ServerEndpointConfig) endpoint);
            } catch (DeploymentException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public boolean refusesBeforeUpgrade() {
        return false;
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
