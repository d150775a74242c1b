// Tomcat, with a page that tells which parameters an app finds and two that hide something. Prints its port.

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.Parameters;

public class Tell {
    static String encoded(String text) {
        return '"' + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + '"';
    }

    /** How many values the address alone has for a name: they come before those of the body. */
    static int inAddress(String query, String name) {
        Parameters parameters = new Parameters();
        parameters.setCharset(StandardCharsets.UTF_8);
        parameters.setQueryStringCharset(StandardCharsets.UTF_8);
        MessageBytes bytes = MessageBytes.newInstance();
        byte[] raw = query.getBytes(StandardCharsets.ISO_8859_1);
        bytes.setBytes(raw, 0, raw.length);
        parameters.setQuery(bytes);
        parameters.handleQueryParameters();
        String[] values = parameters.getParameterValues(name);
        return values == null ? 0 : values.length;
    }

    static class Parameter extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            List<String> told = new ArrayList<>();
            String query = request.getQueryString() == null ? "" : request.getQueryString();
            request.getParameterMap().forEach((name, values) -> {
                int first = inAddress(query, name);
                for (int at = 0; at < values.length; at++) {
                    told.add("[" + (at >= first) + ",[" + encoded(name) + "]," + encoded(values[at]) + "]");
                }
            });
            response.setContentType("application/json");
            response.getWriter().print("[" + String.join(",", told) + "]");
        }
    }

    static class Says extends HttpServlet {
        private final String text;

        Says(String text) {
            this.text = text;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(text);
        }
    }

    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[0]);
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("relaxedQueryChars", "[]{}|\\^`\"<>");
        tomcat.getConnector().setProperty("relaxedPathChars", "[]{}|\\^`\"<>");
        Context context = tomcat.addContext("", null);
        Wrapper parameters = Tomcat.addServlet(context, "parameters", new Parameter());
        parameters.setMultipartConfigElement(new MultipartConfigElement(arguments[0]));
        context.addServletMappingDecoded("/tell", "parameters");
        Tomcat.addServlet(context, "hidden", new Says("hidden"));
        for (String pattern : Arrays.asList("/messages/*", "/admin.php", "/vault/index.php")) {
            context.addServletMappingDecoded(pattern, "hidden");
        }
        Tomcat.addServlet(context, "open", new Says("open"));
        context.addServletMappingDecoded("/", "open");
        tomcat.start();
        System.out.println(tomcat.getConnector().getLocalPort());
        // Until whoever started it goes away.
        while (System.in.read() != -1) {
        }
        System.exit(0);
    }
}
