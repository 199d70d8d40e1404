using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tests;

namespace Graft.Faces.Tests;

/// <summary>Moving a gallery of real photographs, which are fetched and never committed.</summary>
public sealed class MovingPhotographTests
{
    [Fact]
    public void A_gallery_moves_to_the_same_network_as_a_file_by_the_faces_that_were_kept_and_by_photographs()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        var photos = FacePhotos.Found!;
        using var folder = new TestFolder();
        List<PersonImages> people = [.. photos.Johns.GroupBy(one => one.Person).Take(2).Select(own => new PersonImages(own.Key, [.. own.Take(3)
            .Select((one, at) =>
            {
                var file = folder[$"{own.Key}{at}.png"];
                File.WriteAllBytes(file, ImageEncoder.EncodePng(FaceTrials.Framed(ImageFile.Decode(one.File))));
                return file;
            })]))];
        using AnalyzerFaces bundled = new(FaceAnalyzer.Open()), other = new(FaceAnalyzer.Open(new() { Descriptor = DescriptorFiles.Dlib(folder) }));
        using FaceGallery kept = FaceGallery.Create(folder["kept"], bundled.Contract), plain = FaceGallery.Create(folder["plain"], bundled.Contract);
        Assert.All(new Enrolment(kept, bundled, new() { KeepsCrops = true }).Run(people), item => Assert.Equal(EnrolmentStatus.Enrolled, item.Status));
        new Enrolment(plain, bundled, new()).Run(people);
        Assert.Equal((6, 0), (kept.Persons().Sum(person => person.Crops), plain.Persons().Sum(person => person.Crops)));
        Assert.True(new Reembedding(kept, other, new()).Run(folder["by-faces"]).IsWritten);
        Assert.Equal(6, new Reembedding(plain, other, new()).Run(folder["by-photographs"]).Missing.Count);
        var files = people.SelectMany(person => person.Files).ToDictionary(FileHash.Sha256, file => file);
        Assert.True(new Reembedding(plain, other, new() { Photographs = new(files) }).Run(folder["by-photographs"]).IsWritten);
        foreach (var moved in new[] { "by-faces", "by-photographs" })
        {
            using var gallery = FaceGallery.Open(folder[moved], other.Contract);
            Assert.All(kept.Samples().Zip(gallery.Samples()), pair =>
                Assert.InRange(kept.Contract.Distance(pair.First.Descriptor, pair.Second.Descriptor), 0, 1e-3));
        }
    }
}
