using System.Security.Cryptography;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.Guide;

/// <summary>The program of docs/guide/faces-gallery.md.</summary>
internal static class FacesGallery
{
    public static void Run(string people, string photo)
    {
        #region enroll
        using var analyzer = FaceAnalyzer.Open();
        using var gallery = FaceGallery.OpenOrCreate("staff.faces", analyzer.Contract);
        foreach (var folder in Directory.GetDirectories(people))
            foreach (var file in Directory.GetFiles(folder))
            {
                if (analyzer.Analyze(file) is not [{ Refusal: null, Quality: { } quality } face]) continue;
                if (FaceQualityFloor.Enrolling.Below(quality) is { } below)
                {
                    Console.WriteLine($"{file}: {below.Component} is {below.Value:0.##}, {below.Floor:0.##} is the limit");
                    continue;
                }
                var sample = new FaceSample(face.Descriptor, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))) { Source = file, Quality = quality };
                gallery.Enroll(Path.GetFileName(folder), [sample], purpose: "door of the laboratory", expires: DateTimeOffset.Now.AddYears(1));
            }
        #endregion

        #region identify
        foreach (var decision in gallery.Identify(analyzer.Analyze(photo)))
            Console.WriteLine($"{decision.Outcome} {decision.Name} {decision.Nearest?.Distance:0.000} {decision.Reason} ({decision.Evidence})");
        #endregion

        #region search
        foreach (var face in analyzer.Analyze(photo).Where(face => face.Refusal is null))
            foreach (var match in gallery.Search(face.Descriptor.Span, count: 3))
                Console.WriteLine($"{match.Name} {match.Distance:0.000} {match.Source}");
        #endregion

        #region track
        var tracker = new FaceTracker(gallery, frames: 5);
        foreach (var frame in Directory.GetFiles("film").Order(StringComparer.Ordinal))
            foreach (var (track, decision) in tracker.Add(analyzer.Analyze(frame)))
                Console.WriteLine($"{frame}: face {track} {decision.Outcome} {decision.Name} {decision.Reason}");
        #endregion

        #region persons
        foreach (var person in gallery.Persons())
            Console.WriteLine($"{person.Name}: {person.Samples} photographs, until {person.Expires:yyyy-MM-dd}, for {person.Purpose}");
        var last = gallery.Persons()[^1].Name;
        File.WriteAllText("held.json", gallery.Export(last)!);
        gallery.Remove(last);
        #endregion
    }
}
