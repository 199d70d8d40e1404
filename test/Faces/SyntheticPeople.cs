using System.Security.Cryptography;
using System.Text;
using Graft.Runtime;

namespace Graft.Faces.Tests;

/// <summary>Descriptors of people who do not exist: about as near and as far as those of the real network, whose distances 0.6 tells apart.</summary>
internal static class SyntheticPeople
{
    public static FaceContract Contract { get; } = new("synthetic", new string('a', 64), new string('b', 64), "dlib150", "euclidean", 128);

    /// <summary>A face of a person; the same numbers give the same face.</summary>
    public static float[] Face(int person, int number, double noise = 0.02)
    {
        var centre = SeededRandom.For(11, $"person {person}");
        var own = SeededRandom.For(12, $"{person} {number}");
        return [.. Enumerable.Range(0, 128).Select(_ => (float)(0.09 * centre.Normal() + noise * own.Normal()))];
    }

    public static FaceSample Sample(int person, int number) =>
        new(Face(person, number), HashOf($"{person} {number}")) { Source = $"people/{NameOf(person)}/{number}.jpg", Quality = Quality };

    public static FaceQuality Quality { get; } = new(80, 0.9, 0.9, 0.8, 0.9, 2, 3, 1, 1, 0.1);

    public static string NameOf(int person) => $"Person Number {person}";

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A gallery of so many people with so many faces each.</summary>
    public static FaceGallery Gallery(string path, int people, int faces, FaceGalleryOptions? options = null)
    {
        var gallery = FaceGallery.Create(path, Contract, options);
        for (var person = 0; person < people; person++) Enroll(gallery, person, faces);
        return gallery;
    }

    public static int Enroll(FaceGallery gallery, int person, int faces) =>
        gallery.Enroll(NameOf(person), [.. Enumerable.Range(0, faces).Select(number => Sample(person, number))]);
}
