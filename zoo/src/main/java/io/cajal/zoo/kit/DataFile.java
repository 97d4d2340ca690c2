package io.cajal.zoo.kit;

import java.util.List;

/**
 * A file of a public data set.
 *
 * @param path below the data folder, with forward slashes
 * @param sha256 of the file as stored, in hexadecimal
 * @param mirrors addresses to download it from, tried in order; empty where it may not be passed on
 */
public record DataFile(String path, String sha256, List<String> mirrors) {
}
