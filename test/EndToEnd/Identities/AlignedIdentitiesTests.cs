using System.Text.Json.Nodes;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.EndToEnd.Tests;

/// <summary>A file of <c>train --task identities --alignment</c> in place of the bundled descriptor; it learned from noise.</summary>
public class AlignedIdentitiesTests
{
    [Fact]
    public async Task A_trained_file_describes_the_faces_of_a_gallery()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        using var folder = new TestFolder();
        Write(folder, 14, 2);
        SafeTensors.Write(folder["tiny.safetensors"], ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny", 1000), 3));
        await Run(0, "train", folder["chips"], "--task", "identities", "--model", "resnet_tiny", "--weights", folder["tiny.safetensors"], "--strategy", "adapt",
            "--alignment", "dlib150", "--near-copies", "off", "--project", folder["runs"], "--name", "own");
        var network = folder["runs/own/model.onnx"];
        foreach (var (person, file) in FacePhotos.Found!.Johns.GroupBy(john => john.Person).Take(2).SelectMany(own => own.Take(2)))
        {
            Directory.CreateDirectory(folder[$"people/{person}"]);
            File.Copy(file, folder[$"people/{person}/{Path.GetFileName(file)}"]);
        }
        var (gallery, image) = (folder["own.faces"], FacePhotos.Found!.Johns[0]);

        await Run(0, "faces", "enroll", gallery, folder["people"], "--review", "off", "--descriptor", network);
        // Nobody knows yet at which distance it tells people apart.
        Assert.Contains("Run `graft faces calibrate` first", (await Run(2, "faces", "identify", gallery, image.File, "--descriptor", network)).Error);
        Assert.Contains(image.Person, (await Run(0, "faces", "search", gallery, image.File, "--count", "1", "--descriptor", network)).Output);
        // Nor is it the bundled one's gallery.
        Assert.Contains("Give the network that the gallery was made with", (await Run(2, "faces", "search", gallery, image.File)).Error);

        var contract = JsonNode.Parse(File.ReadAllText(folder["runs/own/model.json"]))!;
        contract["threshold"] = 0.000001;
        File.WriteAllText(folder["runs/own/model.json"], contract.ToJsonString());
        await Run(0, "faces", "enroll", folder["set.faces"], folder["people"], "--review", "off", "--descriptor", network);
        var identified = await Run(0, "faces", "identify", folder["set.faces"], image.File, "--descriptor", network);
        Assert.Contains(image.Person, identified.Output);
        Assert.Contains("the setting in its contract", identified.Output + identified.Error);
    }

    private static async Task<Outcome> Run(int exitCode, params string[] words)
    {
        var outcome = await CommandLineProcess.Run(words);
        Assert.True(outcome.ExitCode == exitCode, $"{string.Join(' ', words)}: {outcome.ExitCode}\n{outcome.Output}\n{outcome.Error}");
        return outcome;
    }

    private static void Write(TestFolder folder, int identities, int images)
    {
        for (var i = 0; i < identities * images; i++)
        {
            var random = SeededRandom.For((ulong)i, "noise");
            var image = new RgbImage(150, 150);
            for (var at = 0; at < image.Pixels.Length; at++) image.Pixels[at] = (byte)random.Next(256);
            var place = folder[$"chips/{i / images:00}/{i % images}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(place, ImageEncoder.EncodePng(image));
        }
    }
}
