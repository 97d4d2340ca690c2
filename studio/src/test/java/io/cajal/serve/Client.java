package io.cajal.serve;

import io.cajal.io.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Asks a server over real HTTP. */
record Client(HttpClient http, String address) implements AutoCloseable {
    static Client of(ModelServer server) {
        return new Client(HttpClient.newHttpClient(), server.address());
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer to %s %s: %s".formatted(method, path, e), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> post(String body) {
        return send("POST", "/predict", BodyPublishers.ofString(body));
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    /** The answer as JSON; it must be a good one. */
    Object predict(String body) {
        HttpResponse<String> response = post(body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return Json.parse(response.body());
    }

    static Map<?, ?> object(String json) {
        return (Map<?, ?>) Json.parse(json);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
