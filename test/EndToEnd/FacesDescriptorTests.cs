using System.Text.Json;

namespace Graft.EndToEnd.Tests;

/// <summary><c>graft faces</c> with a network of the user's own.</summary>
public class FacesDescriptorTests
{
    private const string Photo = "samples/photos/tool/hammer1.jpg";

    [Fact]
    public async Task The_terms_of_another_descriptor_are_said_and_a_threshold_must_be_given_where_its_author_has_none()
    {
        using var folder = new TestFolder();
        var network = DescriptorFiles.Small(folder, change: contract => contract["licence"] = "InsightFace: non-commercial research only");
        var outcome = await CommandLineProcess.Run("faces", "represent", Photo, "--min-face", "0.3", "--descriptor", network);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("descriptors of small, under InsightFace: non-commercial research only, from a test", outcome.Error);
        Assert.Contains("forbids commercial use", outcome.Error);
        var contract = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("contract");
        Assert.Equal(("small", "arcface112", "cosine"), (contract.GetProperty("descriptor").GetString(), contract.GetProperty("alignment").GetString(),
            contract.GetProperty("metric").GetString()));
        Assert.Equal("InsightFace: non-commercial research only", contract.GetProperty("licence").GetString());
        var verified = await CommandLineProcess.Run("faces", "verify", Photo, Photo, "--min-face", "0.3", "--descriptor", network);
        Assert.Equal(2, verified.ExitCode);
        Assert.Contains("has no threshold of its author", verified.Error);
        File.Delete(folder["small.json"]);
        var refused = await CommandLineProcess.Run("faces", "detect", Photo, "--descriptor", network);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("has no contract", refused.Error);
    }

    [Fact]
    public async Task Two_descriptors_are_compared_on_the_same_people()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        using var folder = new TestFolder();
        People(folder, 5);
        var outcome = await CommandLineProcess.Run("faces", "compare", folder["people"], "--descriptor", DescriptorFiles.Small(folder), "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(("dlib_face_resnet", "small", 5), (answer.GetProperty("first").GetProperty("descriptor").GetString(),
            answer.GetProperty("second").GetProperty("descriptor").GetString(), answer.GetProperty("people").GetInt32()));
        var rate = answer.GetProperty("rates")[0];
        Assert.Equal(("EER", "too few people to say"), (rate.GetProperty("rate").GetString(), rate.GetProperty("says").GetString()));
        Assert.True(rate.GetProperty("first").GetProperty("value").GetDouble() < rate.GetProperty("second").GetProperty("value").GetDouble());
        Assert.Equal(15, answer.GetProperty("photographs").GetInt32());
        var small = folder["small.onnx"];
        var same = await CommandLineProcess.Run("faces", "compare", folder["people"], "--descriptor", small, "--descriptor", small);
        Assert.Equal(2, same.ExitCode);
        Assert.Contains("Both descriptors are small", same.Error);
        // Of two that have one name the file is said, or of one name too, the contract.
        foreach (var (name, more) in new[] { ("b/other.onnx", new[] { "small (small.onnx)", "small (other.onnx)" }), ("b/small.onnx", []) })
        {
            Directory.CreateDirectory(folder["b"]);
            File.Copy(small, folder[name]);
            File.WriteAllText(Path.ChangeExtension(folder[name], ".json"), File.ReadAllText(folder["small.json"]).Replace("\"rgb\"", "\"bgr\""));
            var alike = await CommandLineProcess.Run("faces", "compare", folder["people"], "--descriptor", small, "--descriptor", folder[name], "--json");
            Assert.True(alike.ExitCode == 0, alike.Error);
            var labels = JsonDocument.Parse(alike.Output).RootElement.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!).ToList();
            Assert.Equal(2, labels.Distinct().Count());
            if (more.Length > 0) Assert.Equal(more, labels);
        }
    }

    [Fact]
    public async Task People_are_enrolled_recognised_and_moved_to_another_network()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        using var folder = new TestFolder();
        People(folder, 2);
        var (gallery, network, photo) = (folder["a.faces"], DescriptorFiles.Dlib(folder, "mine"), FacePhotos.Found!.Johns[5].File);
        var enrolled = await CommandLineProcess.Run("faces", "enroll", gallery, folder["people"], "--descriptor", network, "--keep-crops");
        Assert.True(enrolled.ExitCode == 0, enrolled.Output + enrolled.Error);
        Assert.Contains($"next: graft faces identify {gallery} party.jpg --descriptor {network}", enrolled.Error);
        var list = await CommandLineProcess.Run("faces", "list", gallery, "--json");
        Assert.Contains("\"crops\": 3", list.Output);
        Assert.Contains("descriptors of mine (CC0-1.0); the setting in its contract", (await CommandLineProcess.Run("faces", "list", gallery)).Error);
        var other = await CommandLineProcess.Run("faces", "identify", gallery, photo);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("Give the network that the gallery was made with as --descriptor", other.Error);
        var person = FacePhotos.Found!.Johns[5].Person;
        Assert.Contains(person, (await CommandLineProcess.Run("faces", "identify", gallery, photo, "--descriptor", network)).Output);
        var moved = await CommandLineProcess.Run("faces", "reembed", gallery, "--out", folder["b.faces"]);
        Assert.True(moved.ExitCode == 0, moved.Error);
        Assert.Contains($"next: graft faces calibrate {folder["b.faces"]} people/\n", moved.Error);
        var back = await CommandLineProcess.Run("faces", "reembed", folder["b.faces"], "--out", folder["c.faces"], "--descriptor", network);
        Assert.Contains($"next: graft faces calibrate {folder["c.faces"]} people/ --descriptor {network}", back.Error);
        Assert.Contains("2 persons described by dlib_face_resnet, 6 kept faces and 0 photographs", moved.Output);
        var named = await CommandLineProcess.Run("faces", "identify", folder["b.faces"], photo, "--save", "--project", folder["runs"]);
        Assert.Contains(person, named.Output);
        Assert.Contains("saved in", named.Error);
        Assert.Single(Directory.GetFiles(folder["runs"], "*.jpg", SearchOption.AllDirectories));
        Assert.Contains($"confirmed as {person}",
            (await CommandLineProcess.Run("faces", "confirm", folder["b.faces"], person, photo, "--keep-crops")).Output);
    }

    [Fact]
    public async Task A_network_that_was_pulled_is_given_by_its_name()
    {
        using var folder = new TestFolder();
        Dictionary<string, string> home = new() { ["GRAFT_HOME"] = folder.Root };
        Task<Outcome> Represent(string name) =>
            CommandLineProcess.Run(Repository.Root, ["faces", "represent", Photo, "--min-face", "0.3", "--descriptor", name], home);
        Assert.Contains("graft models pull sface", (await Represent("sface")).Error);
        Assert.Contains("describes no faces", (await Represent("yunet")).Error);
        Directory.CreateDirectory(folder["weights"]);
        var small = DescriptorFiles.Small(folder);
        File.Copy(small, folder["weights/face_recognition_sface_2021dec.onnx"]);
        File.Copy(folder["small.json"], folder["weights/face_recognition_sface_2021dec.json"]);
        var outcome = await Represent("sface");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("descriptors of small", outcome.Error);
    }

    private static void People(TestFolder folder, int count)
    {
        foreach (var (person, file) in FacePhotos.Found!.Johns.GroupBy(john => john.Person).Take(count).SelectMany(own => own.Take(3)))
        {
            Directory.CreateDirectory(folder[$"people/{person}"]);
            File.Copy(file, folder[$"people/{person}/{Path.GetFileName(file)}"]);
        }
    }
}
