using System.Text.Json;
using Graft.Data;
using Graft.Faces;
using Graft.Imaging;

namespace Graft.Cli;

/// <summary>What the page of <c>graft faces cluster --page</c> saves: names, and the faces that each has.</summary>
internal static class PeopleFile
{
    /// <summary>What the file says that it is.</summary>
    public const string Format = "graft-people";

    private const string Cure = "Name the groups on the page that `graft faces cluster PHOTOS --page FILE.html` writes, and save the names there.";

    /// <summary>The people in the order of their names.</summary>
    /// <exception cref="GraftException">The file is not there, or is none of these.</exception>
    public static IReadOnlyList<PersonImages> Read(string path, Terminal terminal)
    {
        if (!FileContent.IsThere(path)) throw new GraftException($"There is no file '{path}'.", "Expected names of groups of faces.", Cure);
        try
        {
            using var json = JsonDocument.Parse(TextFile.All(path));
            if (json.RootElement.Text("format") != Format)
                throw new GraftException($"'{path}' does not hold names of faces.", $"Expected a json whose format is '{Format}'.", Cure);
            List<(string Name, string File, NamedFace Face)> faces = [.. json.RootElement.Field("people").Items().SelectMany((person, at) =>
            {
                var name = PersonName.Clean(person.Text("name") ?? throw Broken(path, $"person {at + 1} has no name"));
                return person.Field("faces").Items().Select((face, number) => Face(face, path, $"face {number + 1} of '{name}'"))
                    .Select(face => (name, face.File, face.Face));
            })];
            if (faces.Count == 0) throw new GraftException($"'{path}' names nobody.", cure: Cure);
            return [.. faces.GroupBy(face => face.Name).OrderBy(own => own.Key, StringComparer.Ordinal).Select(own => Person(own.Key, [.. own], terminal))];
        }
        catch (JsonException fault)
        {
            throw new GraftException($"'{path}' is not JSON: {fault.Message}", "Expected names of groups of faces.", Cure, fault);
        }
    }

    // A photograph is one sample of a person, also where it is a collage.
    private static PersonImages Person(string name, IReadOnlyList<(string Name, string File, NamedFace Face)> faces, Terminal terminal)
    {
        var largest = faces.GroupBy(face => face.File).ToDictionary(same => same.Key, same => same.MaxBy(face => face.Face.Box.Area).Face);
        if (largest.Count < faces.Count)
            terminal.Warn($"'{name}' is several times on a photograph, as on '{faces.GroupBy(face => face.File).First(same => same.Count() > 1).Key}': "
                + "the largest face of each is taken");
        return new(name, [.. largest.Keys]) { Faces = largest };
    }

    private static (string File, NamedFace Face) Face(JsonElement face, string path, string where)
    {
        double[] box = [.. face.Field("box").Items().Select(number => number.AsNumber() ?? double.NaN)];
        if (box.Length != 4 || !box.All(Coordinates.IsPlausible) || face.Text("image") is not { Length: > 0 } image
            || face.Text("sha256") is not { Length: 64 } hash)
            throw Broken(path, $"{where} lacks its image, its sha256 or its box of four numbers");
        return (image, new(new Box((float)box[0], (float)box[1], (float)(box[0] + box[2]), (float)(box[1] + box[3])), hash.ToLowerInvariant()));
    }

    private static GraftException Broken(string path, string what) => new($"'{path}' cannot be used: {what}.", "", Cure);
}
